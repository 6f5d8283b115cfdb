import { comparisonOf, pairOf } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import type { Period } from '../../period/period.ts';
import { officeHoursArg, questionArgs, timeZoneArg, viewByArg } from '../../question/arguments.ts';
import { toSeriesQuestion } from '../../question/series.ts';
import { seriesType } from '../../question/series-schema.ts';
import { toSlice } from '../../question/slice.ts';
import type { TimesQuestion } from './report.ts';
import { type ResponseTimes, ResponseTimesDeltasType, ResponseTimesType } from './times-schema.ts';

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
