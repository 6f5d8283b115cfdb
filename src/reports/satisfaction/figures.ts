import { z } from 'zod';
import { deltaOf, ofBoth, type Pair } from '../../answering/comparison.ts';
import { percentOf } from '../../answering/percent.ts';
import type { Period } from '../../period/period.ts';

const counted = z.int().default(0);

/** Parses what is counted of ratings; 0 also where it is not asked for. */
export const ratingCounts = z.object({
  great: counted,
  okay: counted,
  notGood: counted,
  valueSum: counted,
  valueCount: counted,
  customers: counted,
  rated: counted,
});

type RatingCounts = z.infer<typeof ratingCounts>;

export const noRatings = ratingCounts.parse({});

/** What can be asked of ratings: what they say, their customers, or the conversations of which the period touches. */
export type RatingPart = 'scores' | 'customers' | 'rated';

/** The ratings of one period, as far as they are asked for. */
export interface Satisfaction {
  readonly period: Period;
  /** Of the counts those of the part alone can be relied on. */
  readonly count: (part: RatingPart) => Promise<RatingCounts>;
  /** How many conversations the period touches. */
  readonly touched: () => Promise<number>;
}

type Figure<Value> = (ratings: Satisfaction) => Promise<Value>;

const ofScores =
  <Value>(figureOf: (counts: RatingCounts) => Value): Figure<Value> =>
  async ({ count }) =>
    figureOf(await count('scores'));

/** All ratings. */
export const ratingsOf = ({ great, okay, notGood }: RatingCounts): number => great + okay + notGood;

const percentWith =
  (score: 'great' | 'okay' | 'notGood') =>
  (counts: RatingCounts): number =>
    percentOf(counts[score], ratingsOf(counts));

/** Figures that are counts. */
export const counts = {
  ratings: ofScores(ratingsOf),
  great: ofScores(({ great }) => great),
  okay: ofScores(({ okay }) => okay),
  notGood: ofScores(({ notGood }) => notGood),
  customers: async ({ count }) => (await count('customers')).customers,
} satisfies Record<string, Figure<number>>;

/** Figures that are percentages, or differences of them. */
export const percentages = {
  greatPercent: ofScores(percentWith('great')),
  okayPercent: ofScores(percentWith('okay')),
  notGoodPercent: ofScores(percentWith('notGood')),
  score: ofScores((of) => percentWith('great')(of) - percentWith('notGood')(of)),
  ratedPercent: async ({ count, touched }) => {
    const [{ rated }, all] = await Promise.all([count('rated'), touched()]);
    return percentOf(rated, all);
  },
} satisfies Record<string, Figure<number>>;

/** The mean of the sources' own values; null where no rating has one. */
export const avgValueOf: Figure<number | null> = ofScores(({ valueSum, valueCount }) =>
  valueCount === 0 ? null : valueSum / valueCount,
);

/** The change of a count, by the rule of `deltaOf`. */
export async function countDeltaOf(pair: Pair<Satisfaction>, figure: Figure<number>): Promise<number | null> {
  return deltaOf(...(await ofBoth(pair, figure)));
}

/** The difference of a figure that is no count; null where either is. */
export async function differenceOf<Value extends number | null>(
  pair: Pair<Satisfaction>,
  figure: Figure<Value>,
): Promise<Value> {
  const [now, before] = await ofBoth(pair, figure);
  return (now === null || before === null ? null : now - before) as Value;
}
