import { bucketsOf } from '../../period/buckets.ts';
import type { Period } from '../../period/period.ts';
import { officeHoursArg, questionArgs, timeZoneArg } from '../../reporting/arguments.ts';
import { ViewByEnum } from '../../reporting/inputs.ts';
import { toSlice } from '../../reporting/question.ts';
import { type SeriesQuestion, toSeriesQuestion } from '../../reporting/series.ts';
import { builder } from '../../schema/builder.ts';
import type { TimesQuestion } from './report.ts';
import {
  type ResponseTimes,
  ResponseTimesDeltasType,
  type ResponseTimesPair,
  ResponseTimesType,
} from './times-schema.ts';

const timesIn = (scope: TimesQuestion, period: Period): ResponseTimes => ({ scope, period });

const bucketsIn = (
  { viewBy, timeZone, ...question }: SeriesQuestion<TimesQuestion>,
  period: Period,
): ResponseTimes[] =>
  bucketsOf(period, viewBy, timeZone).map((bucket) => timesIn({ ...question, timeZone }, bucket));

const ResponseTimesSeries = builder
  .objectRef<SeriesQuestion<TimesQuestion>>('ResponseTimesSeries')
  .implement({
    description:
      'How long things took in each interval of a period. Interval k starts k hours of elapsed time, or days, weeks or months on the wall clock, after the start of the period; the last one ends with the period.',
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
        type: [ResponseTimesType],
        description: 'The intervals of the period asked for, in order, also the empty ones.',
        resolve: (series) => bucketsIn(series, series.period),
      }),
      previous: t.field({
        type: [ResponseTimesType],
        nullable: true,
        description:
          'The same for the period compared with, of the same width; null unless a comparison was asked for.',
        resolve: (series) => series.previous && bucketsIn(series, series.previous),
      }),
    }),
  });

const ResponseTimesReport = builder.objectRef<TimesQuestion>('ResponseTimesReport').implement({
  description:
    'How long first responses, responses, resolutions and the handling of replies took. Sources: Help Scout, Chatwoot, Rocket.Chat.',
  fields: (t) => ({
    current: t.field({
      type: ResponseTimesType,
      description: 'The period asked for.',
      resolve: (question) => timesIn(question, question.period),
    }),
    previous: t.field({
      type: ResponseTimesType,
      nullable: true,
      description: 'The same for the period compared with; null unless a comparison was asked for.',
      resolve: (question) => question.previous && timesIn(question, question.previous),
    }),
    deltas: t.field({
      type: ResponseTimesDeltasType,
      nullable: true,
      description: 'Change from previous to current; null without a comparison.',
      resolve: (question): ResponseTimesPair | null =>
        question.previous && {
          current: timesIn(question, question.period),
          previous: timesIn(question, question.previous),
        },
    }),
    series: t.field({
      type: ResponseTimesSeries,
      description: 'The same for each interval of the period.',
      args: {
        viewBy: t.arg({
          type: ViewByEnum,
          description:
            'Width of the intervals. Without it DAY where the period and an explicit previous one allow it, else WEEK, else MONTH.',
        }),
      },
      resolve: (question, { viewBy }) => toSeriesQuestion(question, viewBy, question.explicitPrevious, true),
    }),
  }),
});

builder.queryField('responseTimesReport', (t) =>
  t.field({
    type: ResponseTimesReport,
    nullable: true,
    description: 'How long customers waited and conversations took in a period.',
    args: { ...questionArgs, ...timeZoneArg, ...officeHoursArg },
    resolve: (_root, { officeHours, ...args }, context): TimesQuestion => ({
      ...toSlice(args, context),
      officeHours,
      explicitPrevious: args.previous ?? null,
    }),
  }),
);
