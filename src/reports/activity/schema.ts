import { bucketsOf } from '../../period/buckets.ts';
import type { Period } from '../../period/period.ts';
import { questionArgs, timeZoneArg } from '../../reporting/arguments.ts';
import { ViewByEnum } from '../../reporting/inputs.ts';
import { toSlice } from '../../reporting/question.ts';
import { type SeriesQuestion, toSeriesQuestion } from '../../reporting/series.ts';
import { type Slice, toScope } from '../../reporting/slice.ts';
import { builder } from '../../schema/builder.ts';
import type { Activity, ActivityPair } from './figures.ts';
import { ActivityDeltasType, ActivityType } from './figures-schema.ts';

/** A question for activity; a previous period that was asked for as such is held to the rules of a series. */
interface ActivityQuestion extends Slice {
  readonly explicitPrevious: Period | null;
}

const activityIn = (slice: Slice, period: Period): Activity => ({ scope: toScope(slice), period });

const bucketsIn = (series: SeriesQuestion, period: Period): Activity[] =>
  bucketsOf(period, series.viewBy, series.timeZone).map((bucket) => activityIn(series, bucket));

const ActivitySeries = builder.objectRef<SeriesQuestion>('ActivitySeries').implement({
  description:
    'How much happened in each interval of a period. Interval k starts k days, weeks or months after the start of the period on the wall clock, or k hours of elapsed time; the last one ends with the period. What is different within intervals need not be so in all of them: the figures need not add up.',
  fields: (t) => ({
    viewBy: t.field({
      type: ViewByEnum,
      description: 'The width of the intervals: the one asked for, or the one chosen without viewBy.',
      resolve: ({ viewBy }) => viewBy,
    }),
    timeZone: t.field({
      type: 'TimeZone',
      description: 'The zone on whose wall clock the intervals start.',
      resolve: ({ timeZone }) => timeZone,
    }),
    current: t.field({
      type: [ActivityType],
      description: 'The intervals of the period asked for, in order, also the empty ones.',
      resolve: (series) => bucketsIn(series, series.period),
    }),
    previous: t.field({
      type: [ActivityType],
      nullable: true,
      description:
        'The same for the period compared with, of the same width; null unless a comparison was asked for.',
      resolve: (series) => series.previous && bucketsIn(series, series.previous),
    }),
  }),
});

const ActivityReport = builder.objectRef<ActivityQuestion>('ActivityReport').implement({
  description: 'How much happened in a period, as sums and as a series. Sources: Help Scout, Chatwoot.',
  fields: (t) => ({
    current: t.field({
      type: ActivityType,
      description: 'The period asked for.',
      resolve: (slice) => activityIn(slice, slice.period),
    }),
    previous: t.field({
      type: ActivityType,
      nullable: true,
      description: 'The same for the period compared with; null unless a comparison was asked for.',
      resolve: (slice) => slice.previous && activityIn(slice, slice.previous),
    }),
    deltas: t.field({
      type: ActivityDeltasType,
      nullable: true,
      description: 'Change from previous to current; null without a comparison.',
      resolve: (slice): ActivityPair | null =>
        slice.previous && {
          current: activityIn(slice, slice.period),
          previous: activityIn(slice, slice.previous),
        },
    }),
    series: t.field({
      type: ActivitySeries,
      description:
        'The same figures for each interval of the period. One that is refused makes the report null.',
      args: {
        viewBy: t.arg({
          type: ViewByEnum,
          description:
            'Width of the intervals. Without it DAY where the period and an explicit previous one allow it, else WEEK, else MONTH.',
        }),
      },
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
