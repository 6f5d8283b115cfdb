import { builder } from '../../graphql/builder.ts';
import { DimensionEnum, officeHoursArg, questionArgs, timeZoneArg } from '../../question/arguments.ts';
import { breakdownArgs } from './arguments.ts';
import type { ComparedFigures, FiguresPair } from './figures.ts';
import { BreakdownDeltasType, BreakdownFiguresType } from './figures-schema.ts';
import type { RankedRow } from './ranking-query.ts';
import { type FirstRows, figuresOfAll, figuresOfRow, loadRanking, toBreakdown } from './report.ts';

type Row = ComparedFigures & Pick<RankedRow, 'key' | 'name'>;

const previousDescription = 'The same for the period compared with; null unless a comparison was asked for.';
const deltasDescription = 'Change from previous to current; null without a comparison.';

const pairOf = ({ current, previous }: ComparedFigures): FiguresPair | null =>
  previous && { current, previous };

const BreakdownRow = builder.objectRef<Row>('BreakdownRow').implement({
  description: 'The conversations of one mailbox, user, tag or whatever the breakdown is by, in figures.',
  fields: (t) => ({
    key: t.exposeID('key', {
      nullable: true,
      description:
        "The source's id, the channel, or the name of the enum value. Null of conversations that have none; 1 of those without a tag.",
    }),
    name: t.exposeString('name', {
      nullable: true,
      description:
        'The name; a channel and an enum value are their own. Null of customers without one, of conversations without a tag, and where key is null.',
    }),
    current: t.field({
      type: BreakdownFiguresType,
      description: 'The period asked for.',
      resolve: ({ current }) => current,
    }),
    previous: t.field({
      type: BreakdownFiguresType,
      nullable: true,
      description: previousDescription,
      resolve: ({ previous }) => previous,
    }),
    deltas: t.field({
      type: BreakdownDeltasType,
      nullable: true,
      description: deltasDescription,
      resolve: pairOf,
    }),
  }),
});

const BreakdownTotal = builder.objectRef<ComparedFigures>('BreakdownTotal').implement({
  description: 'All conversations that match in figures, each once, however many rows it counts in.',
  fields: (t) => ({
    current: t.field({
      type: BreakdownFiguresType,
      description: 'The period asked for.',
      resolve: ({ current }) => current,
    }),
    previous: t.field({
      type: BreakdownFiguresType,
      nullable: true,
      description: previousDescription,
      resolve: ({ previous }) => previous,
    }),
    deltas: t.field({
      type: BreakdownDeltasType,
      nullable: true,
      description: deltasDescription,
      resolve: pairOf,
    }),
  }),
});

const BreakdownReport = builder.objectRef<FirstRows>('BreakdownReport').implement({
  description:
    "Figures by one dimension. The filter selects conversations, not rows: their other tags, and other authors of their replies, have rows as well. Source: Chatwoot's tables of agents, inboxes, teams and labels, Help Scout's users, Rocket.Chat's departments, sources, agents and tags.",
  fields: (t) => ({
    by: t.field({
      type: DimensionEnum,
      description: 'What the rows are.',
      resolve: ({ breakdown }) => breakdown.by,
    }),
    count: t.int({
      description:
        'How many rows there are: those of which any figure of the current period is neither 0 nor null.',
      resolve: async (asked, _args, context) => (await loadRanking(context, asked))[0]?.count ?? 0,
    }),
    rows: t.field({
      type: [BreakdownRow],
      description: 'The first of the rows, in the order asked for.',
      resolve: async (asked, _args, context) =>
        (await loadRanking(context, asked)).map((row) => ({
          ...row,
          ...figuresOfRow(context, asked.breakdown, row),
        })),
    }),
    total: t.field({
      type: BreakdownTotal,
      description: 'The same figures over all conversations that match, each of them once.',
      resolve: ({ breakdown }, _args, context) => figuresOfAll(context, breakdown),
    }),
  }),
});

builder.queryField('breakdownReport', (t) => {
  const { by, ...others } = breakdownArgs;
  return t.field({
    type: BreakdownReport,
    nullable: true,
    description:
      "Figures by mailbox, user, team, tag, customer, channel and more: the tables of all three products' reports.",
    args: { by, ...questionArgs, ...timeZoneArg, ...officeHoursArg, ...others },
    resolve: (_root, { first, ...args }, context) => ({ breakdown: toBreakdown(args, context), first }),
  });
});
