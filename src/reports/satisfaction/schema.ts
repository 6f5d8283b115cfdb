import { comparisonOf, type Pair, pairOf } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import { periodFields } from '../../graphql/period-fields.ts';
import { questionArgs, timeZoneArg } from '../../question/arguments.ts';
import { type Slice, toSlice } from '../../question/slice.ts';
import { declareReport } from '../report.ts';
import { avgValueOf, countDeltaOf, counts, differenceOf, percentages, type Satisfaction } from './figures.ts';
import { RatingConnection, ratingListArgs, toRatingPage } from './list-schema.ts';
import { satisfactionOf } from './report.ts';

const describe = {
  ratings: 'Ratings given in the period.',
  great: 'Those of them that say great.',
  okay: 'Those of them that say okay.',
  notGood: 'Those of them that say not good.',
  customers: 'Different customers of the conversations with a rating given in the period.',
  greatPercent: 'great as a percentage of ratings; 0 where there are none.',
  okayPercent: 'okay as a percentage of ratings; 0 where there are none.',
  notGoodPercent: 'notGood as a percentage of ratings; 0 where there are none.',
  score: 'greatPercent minus notGoodPercent: from -100 to 100, 0 where there are no ratings.',
  ratedPercent:
    'Of the conversations that the period touches, those with a rating given in it, in percent; 0 where it touches none.',
};

const SatisfactionStatsType = builder.objectRef<Satisfaction>('SatisfactionStats').implement({
  description: 'The ratings of one period in figures. Sources: Help Scout (happiness), Chatwoot (CSAT).',
  fields: (t) => {
    const count = (name: keyof typeof counts) =>
      t.int({ description: describe[name], resolve: (ratings) => counts[name](ratings) });
    const percentage = (name: keyof typeof percentages) =>
      t.float({ description: describe[name], resolve: (ratings) => percentages[name](ratings) });
    return {
      ...periodFields(t),
      ratings: count('ratings'),
      great: count('great'),
      okay: count('okay'),
      notGood: count('notGood'),
      greatPercent: percentage('greatPercent'),
      okayPercent: percentage('okayPercent'),
      notGoodPercent: percentage('notGoodPercent'),
      score: percentage('score'),
      avgValue: t.float({
        nullable: true,
        description:
          "Mean of the source's own values, from 1 to 5, of the ratings that have one; null where none has.",
        resolve: avgValueOf,
      }),
      customers: count('customers'),
      ratedPercent: percentage('ratedPercent'),
    };
  },
});

const SatisfactionDeltasType = builder.objectRef<Pair<Satisfaction>>('SatisfactionDeltas').implement({
  description: 'Change of each figure from previous to current.',
  fields: (t) => {
    const count = (name: keyof typeof counts) =>
      t.float({
        nullable: true,
        description: 'Change in percent; null where only the previous count is 0.',
        resolve: (pair) => countDeltaOf(pair, counts[name]),
      });
    const percentage = (name: keyof typeof percentages) =>
      t.float({
        nullable: true,
        description: 'Difference in points; never null.',
        resolve: (pair) => differenceOf(pair, percentages[name]),
      });
    return {
      ratings: count('ratings'),
      great: count('great'),
      okay: count('okay'),
      notGood: count('notGood'),
      greatPercent: percentage('greatPercent'),
      okayPercent: percentage('okayPercent'),
      notGoodPercent: percentage('notGoodPercent'),
      score: percentage('score'),
      avgValue: t.float({
        nullable: true,
        description: 'Difference of the two means; null where either is.',
        resolve: (pair) => differenceOf(pair, avgValueOf),
      }),
      customers: count('customers'),
      ratedPercent: percentage('ratedPercent'),
    };
  },
});

const { current, previous, deltas } = comparisonOf(satisfactionOf, pairOf);

const SatisfactionReport = builder.objectRef<Slice>('SatisfactionReport').implement({
  description:
    'What customers said in a period of how they were served. Sources: Help Scout (happiness), Chatwoot (CSAT).',
  fields: (t) => ({
    current: t.field({ type: SatisfactionStatsType, ...current }),
    previous: t.field({ type: SatisfactionStatsType, ...previous }),
    deltas: t.field({ type: SatisfactionDeltasType, ...deltas }),
    list: t.field({
      type: RatingConnection,
      description:
        "The ratings given in the current period, the newest first, then by their conversations' ids, then by their own.",
      args: ratingListArgs,
      resolve: toRatingPage,
    }),
  }),
});

export const satisfactionReport = declareReport({
  name: 'satisfactionReport',
  type: SatisfactionReport,
  description: 'The ratings given in a period, whenever their conversations were created.',
  args: { ...questionArgs, ...timeZoneArg },
  toQuestion: (args, context) => toSlice(args, context),
  reads: {
    figures: { points: 3600, rows: 'always' },
    distinctCustomers: { points: 1000, rows: 'always' },
    list: { points: 1000, rows: 'always', isOfCurrentAlone: true },
  },
  example: `# How happy customers were in the month against the month before, and what those who were not wrote.
query Satisfaction($period: PeriodInput!) {
  satisfactionReport(period: $period, compareTo: PREVIOUS_PERIOD) {
    current { ratings great okay notGood score avgValue customers ratedPercent }
    deltas { ratings score avgValue ratedPercent }
    list(score: NOT_GOOD, first: 10) {
      totalCount
      nodes { createdAt comment user { name } conversation { number subject customer { name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
`,
});
