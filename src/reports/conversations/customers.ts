import { periodKey } from '../../period/period.ts';
import { groupLoader } from '../../reporting/loader.ts';
import { comparedPeriods, type Slice, scopeKeyOf } from '../../reporting/slice.ts';
import { type CustomerRow, readTopCustomers } from './customers-query.ts';

/** A question for the first customers by their conversations. */
export interface CustomersQuestion {
  readonly slice: Slice;
  readonly first: number;
}

/** The first customers, in order. The same list with different lengths is read once, at the greatest. */
export const loadTopCustomers = groupLoader<CustomersQuestion, CustomerRow[]>({
  groupOf: ({ slice }) => [scopeKeyOf(slice), ...comparedPeriods(slice).map(periodKey)].join(' '),
  keyOf: ({ first }) => String(first),
  answer: async (database, questions) => {
    const [{ slice }] = questions;
    const first = Math.max(...questions.map((question) => question.first));
    const rows = await readTopCustomers(database, slice, first);
    return questions.map((question) => rows.slice(0, question.first));
  },
});
