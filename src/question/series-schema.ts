import { builder } from '../graphql/builder.ts';
import { bucketsOf } from '../period/buckets.ts';
import type { Period } from '../period/period.ts';
import { ViewByEnum } from './arguments.ts';
import type { SeriesQuestion } from './series.ts';
import type { Slice } from './slice.ts';

interface SeriesOptions<Question extends Slice, Figures> {
  /** What the intervals tell, for the description: it is followed by how they are cut. */
  readonly description: string;
  /** The type of one interval's figures. */
  readonly figures: ReturnType<ReturnType<typeof builder.objectRef<Figures>>['implement']>;
  readonly figuresIn: (question: Question, period: Period) => Figures;
}

type SeriesFieldBuilder = PothosSchemaTypes.ObjectFieldBuilder<
  (typeof builder)['$inferSchemaTypes'],
  SeriesQuestion
>;

/** How the intervals of a series are cut: each type of a series has these fields. */
export const bucketFields = (t: SeriesFieldBuilder) => ({
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
});

/** The type of a series within a report: its figures in each interval of the period asked for and of the one compared with. */
export function seriesType<Question extends Slice, Figures>(
  name: string,
  { description, figures, figuresIn }: SeriesOptions<Question, Figures>,
) {
  const bucketsIn = (series: SeriesQuestion<Question>, period: Period): Figures[] =>
    bucketsOf(period, series.viewBy, series.timeZone).map((bucket) => figuresIn(series, bucket));
  return builder.objectRef<SeriesQuestion<Question>>(name).implement({
    description: `${description} Interval k starts k days, weeks or months after the start of the period on the wall clock, or k hours of elapsed time; the last one ends with the period.`,
    fields: (t) => ({
      ...bucketFields(t),
      current: t.field({
        type: [figures],
        description: 'The intervals of the period asked for, in order, also the empty ones.',
        resolve: (series) => bucketsIn(series, series.period),
      }),
      previous: t.field({
        type: [figures],
        nullable: true,
        description:
          'The same for the period compared with, of the same width; null unless a comparison was asked for.',
        resolve: (series) => series.previous && bucketsIn(series, series.previous),
      }),
    }),
  });
}
