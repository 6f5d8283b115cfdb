import { groupLoader } from '../../answering/loader.ts';
import { valueKey } from '../../answering/value-key.ts';
import type { Context } from '../../auth/context.ts';
import type { Period } from '../../period/period.ts';
import { type Scope, toScope } from '../../question/slice.ts';
import { loadCount } from '../counts.ts';
import type { Satisfaction } from './figures.ts';
import { noRatings, type RatingPart, readRatingCounts } from './query.ts';

interface Question {
  readonly scope: Scope;
  readonly period: Period;
  readonly part: RatingPart;
}

/** Counts a part of the ratings of one period. All that is asked of one scope in a tick is one statement. */
const loadPart = groupLoader({
  sharedOf: ({ scope }: Question) => toScope(scope),
  ownOf: ({ period, part }) => ({ period, part }),
  answer: async (database, scope, questions) => {
    const periods = new Map(questions.map(({ period }) => [valueKey(period), period]));
    const parts = new Set(questions.map(({ part }) => part));
    const rows = await readRatingCounts(database, scope, [...periods.values()], [...parts]);
    const keys = [...periods.keys()];
    const countsOf = new Map(rows.map(({ period, ...counts }) => [keys[period - 1], counts]));
    return questions.map(({ period }) => countsOf.get(valueKey(period)) ?? noRatings);
  },
});

/** The ratings of one period; each part of them is counted when it is asked for. */
export async function satisfactionOf(context: Context, scope: Scope, period: Period): Promise<Satisfaction> {
  return {
    period,
    count: (part) => loadPart(context, { scope, period, part }),
    touched: () => loadCount(context, { scope, period, measure: 'touched' }),
  };
}
