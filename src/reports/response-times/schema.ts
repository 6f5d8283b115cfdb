import { comparisonOf, ofBoth, type Pair, pairOf } from '../../answering/comparison.ts';
import { percentOf } from '../../answering/percent.ts';
import type { Context } from '../../auth/context.ts';
import type { TimeKind } from '../../counting/ahead/times.ts';
import { builder } from '../../graphql/builder.ts';
import { periodFields } from '../../graphql/period-fields.ts';
import type { Period } from '../../period/period.ts';
import { officeHoursArg, questionArgs, timeZoneArg, viewByArg } from '../../question/arguments.ts';
import { toSeriesQuestion } from '../../question/series.ts';
import { seriesType } from '../../question/series-schema.ts';
import { toSlice } from '../../question/slice.ts';
import { declareReport } from '../report.ts';
import type { Durations } from './durations.ts';
import type { TimedScope } from './facts.ts';
import { type DurationsQuestion, loadSums, type TimesQuestion } from './report.ts';
import { DurationDeltasType, DurationStatsType, durationDeltaOf } from './stats-schema.ts';

/** The times of one period; what is selected of them is loaded. */
interface ResponseTimes {
  readonly scope: TimedScope;
  readonly period: Period;
}

const of = ({ scope, period }: ResponseTimes, kind: TimeKind): DurationsQuestion => ({
  scope,
  period,
  kind,
});

const ofEach = ({ current, previous }: Pair<ResponseTimes>, kind: TimeKind): Pair<DurationsQuestion> =>
  pairOf(of(current, kind), of(previous, kind));

const repliesToResolve = ({ replies, count }: Durations): number | null =>
  count === 0 ? null : replies / count;
const resolvedOnFirstReply = ({ once }: Durations): number => once;
const resolvedOnFirstReplyPercent = ({ once, count }: Durations): number => percentOf(once, count);

const loadResolutions = (context: Context, times: ResponseTimes): Promise<Durations> =>
  loadSums(context, of(times, 'resolution'));

const describe: Record<TimeKind, string> = {
  firstResponse:
    'Of conversations whose first reply was sent in the period: how long the customer had waited for it. Source: Chatwoot, avg_first_response_time.',
  response:
    'Of replies sent in the period: how long the customer had waited for each. Source: Chatwoot, avg_reply_time.',
  resolution:
    'Of conversations resolved in the period: from creation to closing. Source: Chatwoot, avg_resolution_time.',
  handle:
    'Of replies sent in the period that say so: how long they were handled, whatever the office hours. Source: Help Scout, handleTime.',
};

const ResponseTimesType = builder.objectRef<ResponseTimes>('ResponseTimes').implement({
  description: 'How long things took in one period.',
  fields: (t) => {
    const kind = (name: TimeKind) =>
      t.field({ type: DurationStatsType, description: describe[name], resolve: (times) => of(times, name) });
    return {
      ...periodFields(t),
      firstResponse: kind('firstResponse'),
      response: kind('response'),
      resolution: kind('resolution'),
      handle: kind('handle'),
      repliesToResolve: t.float({
        nullable: true,
        description:
          'Mean number of replies, at any time, of the conversations resolved in the period; null where there are none.',
        resolve: async (times, _args, context) => repliesToResolve(await loadResolutions(context, times)),
      }),
      resolvedOnFirstReply: t.int({
        description: 'Conversations resolved in the period that have exactly one reply. Source: Help Scout.',
        resolve: async (times, _args, context) => resolvedOnFirstReply(await loadResolutions(context, times)),
      }),
      resolvedOnFirstReplyPercent: t.float({
        description:
          'The same as a percentage of the conversations resolved in the period; 0 where there are none.',
        resolve: async (times, _args, context) =>
          resolvedOnFirstReplyPercent(await loadResolutions(context, times)),
      }),
    };
  },
});

const percentage = 'Change in percent; null where either is null or only the previous one is 0.';

const ResponseTimesDeltasType = builder.objectRef<Pair<ResponseTimes>>('ResponseTimesDeltas').implement({
  description: 'Change of each value from previous to current.',
  fields: (t) => {
    const kind = (name: TimeKind) =>
      t.field({
        type: DurationDeltasType,
        description: describe[name],
        resolve: (pair) => ofEach(pair, name),
      });
    return {
      firstResponse: kind('firstResponse'),
      response: kind('response'),
      resolution: kind('resolution'),
      handle: kind('handle'),
      repliesToResolve: t.float({
        nullable: true,
        description: percentage,
        resolve: (pair, _args, context) =>
          durationDeltaOf(context, ofEach(pair, 'resolution'), loadSums, repliesToResolve),
      }),
      resolvedOnFirstReply: t.float({
        nullable: true,
        description: percentage,
        resolve: (pair, _args, context) =>
          durationDeltaOf(context, ofEach(pair, 'resolution'), loadSums, resolvedOnFirstReply),
      }),
      resolvedOnFirstReplyPercent: t.float({
        nullable: true,
        description: 'Difference of the two percentages, in points; never null.',
        resolve: async (pair, _args, context) => {
          const [now, before] = await ofBoth(pair, (times) => loadResolutions(context, times));
          return resolvedOnFirstReplyPercent(now) - resolvedOnFirstReplyPercent(before);
        },
      }),
    };
  },
});

const timesIn = (scope: TimesQuestion, period: Period): ResponseTimes => ({ scope, period });

const { current, previous, deltas } = comparisonOf(
  (_context, question: TimesQuestion, period) => timesIn(question, period),
  pairOf,
);

const ResponseTimesSeries = seriesType('ResponseTimesSeries', {
  description: 'How long things took in each interval of a period.',
  figures: ResponseTimesType,
  figuresIn: timesIn,
});

const ResponseTimesReport = builder.objectRef<TimesQuestion>('ResponseTimesReport').implement({
  description:
    'How long first responses, responses, resolutions and the handling of replies took. Sources: Help Scout, Chatwoot, Rocket.Chat.',
  fields: (t) => ({
    current: t.field({ type: ResponseTimesType, ...current }),
    previous: t.field({ type: ResponseTimesType, ...previous }),
    deltas: t.field({ type: ResponseTimesDeltasType, ...deltas }),
    series: t.field({
      type: ResponseTimesSeries,
      description: 'The same for each interval of the period.',
      args: viewByArg,
      resolve: (question, { viewBy }) => toSeriesQuestion(question, viewBy, question.explicitPrevious, true),
    }),
  }),
});

export const responseTimesReport = declareReport({
  name: 'responseTimesReport',
  type: ResponseTimesReport,
  description: 'How long customers waited and conversations took in a period.',
  args: { ...questionArgs, ...timeZoneArg, ...officeHoursArg },
  toQuestion: ({ officeHours, ...args }, context): TimesQuestion => ({
    ...toSlice(args, context),
    officeHours,
    explicitPrevious: args.previous ?? null,
  }),
  reads: {
    figures: { points: 20_500, rows: 'always' },
    series: { points: 14_000, rows: 'always' },
  },
  example: `# How long customers waited for a first answer and for a solution, within office hours and week by week, against the month before.
query ResponseTimes($period: PeriodInput!) {
  responseTimesReport(period: $period, compareTo: PREVIOUS_PERIOD, officeHours: true) {
    current {
      firstResponse { count average median p90 ranges { from to count percent } }
      resolution { count median p90 }
      resolvedOnFirstReplyPercent
    }
    deltas { firstResponse { median p90 } resolution { median p90 } resolvedOnFirstReplyPercent }
    series(viewBy: WEEK) { current { startDate firstResponse { median } resolution { median } } }
  }
}
`,
});
