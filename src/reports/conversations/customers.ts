import { groupLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import { type Slice, toComparedScope } from '../../question/slice.ts';
import { loadTouched } from './counts.ts';
import { readTopCustomers } from './customers-query.ts';
import { type CustomerEntry, customerEntryOf } from './shape.ts';

/** A question for the first customers by their conversations. */
export interface CustomersQuestion {
  readonly slice: Slice;
  readonly first: number;
}

/** The first customers, in order. The same list with different lengths is read once, at the greatest. */
const loadTopCustomers = groupLoader({
  sharedOf: ({ slice }: CustomersQuestion) => toComparedScope(slice),
  ownOf: ({ first }) => first,
  answer: async (database, scope, lengths) => {
    const rows = await readTopCustomers(database, scope, Math.max(...lengths));
    return lengths.map((first) => rows.slice(0, first));
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
