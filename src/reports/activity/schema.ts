import { comparisonOf, deltaOf, ofBoth, type Pair, pairOf } from '../../answering/comparison.ts';
import type { Context } from '../../auth/context.ts';
import { builder } from '../../graphql/builder.ts';
import { periodFields } from '../../graphql/period-fields.ts';
import type { Period } from '../../period/period.ts';
import { questionArgs, timeZoneArg, viewByArg } from '../../question/arguments.ts';
import { toSeriesQuestion } from '../../question/series.ts';
import { seriesType } from '../../question/series-schema.ts';
import { type Scope, type Slice, toScope, toSlice } from '../../question/slice.ts';
import { loadCount, type ReportMeasure } from '../counts.ts';
import { declareReport } from '../report.ts';

/** What happened in one period in the conversations of a scope; each figure is counted when it is asked for. */
interface Activity {
  readonly scope: Scope;
  readonly period: Period;
}

/** Each figure with what it counts. */
const figures = {
  conversationsCreated: ['created', 'Conversations created in the period.'],
  conversationsTouched: [
    'touched',
    'Conversations touched in the period: created in it, or with a thread of any kind created in it.',
  ],
  messagesReceived: ['messagesReceived', 'Messages that customers sent in the period.'],
  repliesSent: [
    'repliesSent',
    'Replies that users sent in the period; what was sent without a person is none.',
  ],
  conversationsReplied: ['repliedConversations', 'Different conversations with a reply sent in the period.'],
  customersReplied: [
    'repliedCustomers',
    'Different customers whose conversations have a reply sent in the period.',
  ],
  resolutions: [
    'resolutions',
    'How often a conversation became closed in the period; one that was reopened can do so several times.',
  ],
  reopenings: [
    'reopenings',
    'How often a closed conversation became open, pending, snoozed or on hold in the period.',
  ],
} as const satisfies Record<string, readonly [ReportMeasure, string]>;

type FigureName = keyof typeof figures;

const countActivity =
  (context: Context, name: FigureName) =>
  (activity: Activity): Promise<number> =>
    loadCount(context, { ...activity, measure: figures[name][0] });

const ActivityType = builder.objectRef<Activity>('Activity').implement({
  description: 'How much happened in one period. Sources: Help Scout, Chatwoot, Rocket.Chat.',
  fields: (t) => {
    const figure = (name: FigureName) =>
      t.int({
        description: figures[name][1],
        resolve: (activity, _args, context) => countActivity(context, name)(activity),
      });
    return {
      ...periodFields(t),
      conversationsCreated: figure('conversationsCreated'),
      conversationsTouched: figure('conversationsTouched'),
      messagesReceived: figure('messagesReceived'),
      repliesSent: figure('repliesSent'),
      conversationsReplied: figure('conversationsReplied'),
      customersReplied: figure('customersReplied'),
      resolutions: figure('resolutions'),
      reopenings: figure('reopenings'),
    };
  },
});

const ActivityDeltasType = builder.objectRef<Pair<Activity>>('ActivityDeltas').implement({
  description: 'Change of each figure from previous to current.',
  fields: (t) => {
    const change = (name: FigureName) =>
      t.float({
        nullable: true,
        description: 'Change in percent; null where only the previous figure is 0.',
        resolve: async (pair, _args, context) =>
          deltaOf(...(await ofBoth(pair, countActivity(context, name)))),
      });
    return {
      conversationsCreated: change('conversationsCreated'),
      conversationsTouched: change('conversationsTouched'),
      messagesReceived: change('messagesReceived'),
      repliesSent: change('repliesSent'),
      conversationsReplied: change('conversationsReplied'),
      customersReplied: change('customersReplied'),
      resolutions: change('resolutions'),
      reopenings: change('reopenings'),
    };
  },
});

/** A question for activity; a previous period that was asked for as such is held to the rules of a series. */
interface ActivityQuestion extends Slice {
  readonly explicitPrevious: Period | null;
}

const activityIn = (slice: Slice, period: Period): Activity => ({ scope: toScope(slice), period });

const { current, previous, deltas } = comparisonOf(
  (_context, slice: Slice, period) => activityIn(slice, period),
  pairOf,
);

const ActivitySeries = seriesType('ActivitySeries', {
  description:
    'How much happened in each interval of a period. What is different within intervals need not be so in all of them: the figures need not add up.',
  figures: ActivityType,
  figuresIn: activityIn,
});

const ActivityReport = builder.objectRef<ActivityQuestion>('ActivityReport').implement({
  description: 'How much happened in a period, as sums and as a series. Sources: Help Scout, Chatwoot.',
  fields: (t) => ({
    current: t.field({ type: ActivityType, ...current }),
    previous: t.field({ type: ActivityType, ...previous }),
    deltas: t.field({ type: ActivityDeltasType, ...deltas }),
    series: t.field({
      type: ActivitySeries,
      description:
        'The same figures for each interval of the period. One that is refused makes the report null.',
      args: viewByArg,
      resolve: (slice, { viewBy }) => toSeriesQuestion(slice, viewBy, slice.explicitPrevious, true),
    }),
  }),
});

export const activityReport = declareReport({
  name: 'activityReport',
  type: ActivityReport,
  description: 'How much happened in a period.',
  args: { ...questionArgs, ...timeZoneArg },
  toQuestion: (args, context): ActivityQuestion => ({
    ...toSlice(args, context),
    explicitPrevious: args.previous ?? null,
  }),
  reads: {
    figures: { points: 3100, rows: 'cut' },
    messagesReceived: { points: 5200, rows: 'cut' },
    repliesSent: { points: 5200, rows: 'cut' },
    conversationsReplied: { points: 5500, rows: 'cut' },
    customersReplied: { points: 5500, rows: 'narrowed' },
    resolutions: { points: 5200, rows: 'cut' },
    reopenings: { points: 1500, rows: 'cut' },
    series: { points: 5000, rows: 'always' },
  },
  example: `# How much the team had to do in the month, against the month before, and day by day.
query Activity($period: PeriodInput!) {
  activityReport(period: $period, compareTo: PREVIOUS_PERIOD) {
    current {
      conversationsCreated conversationsTouched messagesReceived repliesSent conversationsReplied customersReplied
      resolutions reopenings
    }
    deltas { conversationsCreated messagesReceived repliesSent customersReplied resolutions reopenings }
    series(viewBy: DAY) { current { startDate messagesReceived repliesSent } }
  }
}
`,
});
