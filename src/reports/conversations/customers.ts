import { periodKey } from '../../period/period.ts';
import type { Context } from '../../reporting/context.ts';
import { groupLoader } from '../../reporting/loader.ts';
import { comparedPeriods, type Slice, scopeKeyOf } from '../../reporting/slice.ts';
import { loadTouched } from './counts.ts';
import { type CustomerRow, readTopCustomers } from './customers-query.ts';
import { type CustomerEntry, customerEntryOf } from './shape.ts';

/** A question for the first customers by their conversations. */
export interface CustomersQuestion {
  readonly slice: Slice;
  readonly first: number;
}

/** The first customers, in order. The same list with different lengths is read once, at the greatest. */
const loadTopCustomers = groupLoader<CustomersQuestion, CustomerRow[]>({
  groupOf: ({ slice }) => [scopeKeyOf(slice), ...comparedPeriods(slice).map(periodKey)].join(' '),
  keyOf: ({ first }) => String(first),
  answer: async (database, questions) => {
    const [{ slice }] = questions;
    const first = Math.max(...questions.map((question) => question.first));
    const rows = await readTopCustomers(database, slice, first);
    return questions.map((question) => rows.slice(0, question.first));
  },
});

/** The first customers beside the touched conversations that theirs are parts of. */
export async function loadCustomerEntries(
  context: Context,
  question: CustomersQuestion,
): Promise<CustomerEntry[]> {
  const [rows, whole] = await Promise.all([
    loadTopCustomers(context, question),
    loadTouched(context, question.slice),
  ]);
  return rows.map((row) => customerEntryOf(row, whole));
}
