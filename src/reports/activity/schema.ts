import { comparisonOf, pairOf } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import type { Period } from '../../period/period.ts';
import { questionArgs, timeZoneArg, viewByArg } from '../../question/arguments.ts';
import { toSeriesQuestion } from '../../question/series.ts';
import { seriesType } from '../../question/series-schema.ts';
import { type Slice, toScope, toSlice } from '../../question/slice.ts';
import { type Activity, ActivityDeltasType, ActivityType } from './figures-schema.ts';

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

builder.queryField('activityReport', (t) =>
  t.field({
    type: ActivityReport,
    nullable: true,
    description: 'How much happened in a period.',
    args: { ...questionArgs, ...timeZoneArg },
    resolve: (_root, args, context): ActivityQuestion => ({
      ...toSlice(args, context),
      explicitPrevious: args.previous ?? null,
    }),
  }),
);
