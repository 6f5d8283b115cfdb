import type { Pair } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import {
  DimensionEnum,
  officeHoursArg,
  questionArgs,
  SortOrder,
  timeZoneArg,
} from '../../question/arguments.ts';
import { declareReport } from '../report.ts';
import type { ComparedFigures, Figures } from './figures.ts';
import { BreakdownDeltasType, BreakdownFiguresType } from './figures-schema.ts';
import type { RankedRow } from './ranking-query.ts';
import { type FirstRows, figuresOfAll, figuresOfRow, loadRanking, toBreakdown } from './report.ts';

const BreakdownField = builder.enumType('BreakdownField', {
  description: 'What the rows of a breakdown are sorted by: any of their figures.',
  values: {
    CONVERSATIONS_CREATED: { value: 'conversationsCreated', description: 'Conversations created.' },
    CONVERSATIONS_TOUCHED: { value: 'conversationsTouched', description: 'Conversations touched.' },
    MESSAGES_RECEIVED: { value: 'messagesReceived', description: 'Messages of customers.' },
    REPLIES_SENT: { value: 'repliesSent', description: 'Replies.' },
    CUSTOMERS_REPLIED: { value: 'customersReplied', description: 'Different customers with a reply.' },
    RESOLUTIONS: { value: 'resolutions', description: 'Resolutions.' },
    AVG_FIRST_RESPONSE_TIME: {
      value: 'avgFirstResponseTime',
      description: 'The mean of first response times.',
    },
    MEDIAN_FIRST_RESPONSE_TIME: {
      value: 'medianFirstResponseTime',
      description: 'The median of first response times.',
    },
    AVG_RESPONSE_TIME: { value: 'avgResponseTime', description: 'The mean of response times.' },
    MEDIAN_RESPONSE_TIME: { value: 'medianResponseTime', description: 'The median of response times.' },
    AVG_RESOLVE_TIME: { value: 'avgResolveTime', description: 'The mean of resolve times.' },
    RATINGS: { value: 'ratings', description: 'Ratings.' },
    SATISFACTION_SCORE: { value: 'satisfactionScore', description: 'The satisfaction score.' },
  } as const,
});

const firstRule = 'A breakdown has 1 to 100 rows.';

/** The arguments of a breakdown besides those of every report. */
const breakdownArgs = builder.args((t) => ({
  by: t.field({ type: DimensionEnum, required: true, description: 'What the rows are.' }),
  orderBy: t.field({
    type: BreakdownField,
    required: true,
    defaultValue: 'conversationsTouched',
    description:
      'The figure of the current period that the rows are sorted by; rows without it come last in either direction.',
  }),
  direction: t.field({
    type: SortOrder,
    required: true,
    defaultValue: 'DESC',
    description:
      'The direction of the order; ties come in the order of their keys in either, the row without one last.',
  }),
  first: t.int({
    required: true,
    defaultValue: 10,
    description: 'How many rows at most: 1 to 100.',
    validate: { min: [1, { message: firstRule }], max: [100, { message: firstRule }] },
  }),
}));

type Row = ComparedFigures & Pick<RankedRow, 'key' | 'name'>;

const previousDescription = 'The same for the period compared with; null unless a comparison was asked for.';
const deltasDescription = 'Change from previous to current; null without a comparison.';

const pairOf = ({ current, previous }: ComparedFigures): Pair<Figures> | null =>
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

const { by, ...others } = breakdownArgs;

export const breakdownReport = declareReport({
  name: 'breakdownReport',
  type: BreakdownReport,
  description:
    "Figures by mailbox, user, team, tag, customer, channel and more: the tables of all three products' reports.",
  args: { by, ...questionArgs, ...timeZoneArg, ...officeHoursArg, ...others },
  toQuestion: ({ first, ...asked }, context) => ({ breakdown: toBreakdown(asked, context), first }),
  // Whether a row exists takes all of its figures, and each figure that is shown is read for the rows alone.
  reads: {
    figures: { points: 6000, rows: 'always' },
    rows: { points: 15_000, rows: 'always' },
    count: { points: 12_000, rows: 'always', isOfCurrentAlone: true },
    total: { points: 7000, rows: 'always' },
  },
  example: `# What each user did in the month, who wrote most first, what all together come to, and the change against the month before.
query Breakdown($period: PeriodInput!) {
  breakdownReport(by: USER, period: $period, compareTo: PREVIOUS_PERIOD, orderBy: REPLIES_SENT) {
    count
    rows {
      key name
      current {
        conversationsTouched repliesSent customersReplied resolutions
        medianFirstResponseTime avgResponseTime avgResolveTime ratings satisfactionScore
      }
      deltas { repliesSent medianFirstResponseTime avgResponseTime satisfactionScore }
    }
    total { current { conversationsTouched repliesSent resolutions ratings satisfactionScore } }
  }
}
`,
});
