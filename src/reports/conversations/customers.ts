import { groupLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import { leadersIn } from '../../counting/leading-customers.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { idOrder } from '../../question/order.ts';
import { type ComparedScope, comparedPeriods, type Slice, toComparedScope } from '../../question/slice.ts';
import { loadTouched } from '../counts.ts';
import { type CustomerEntry, customerEntryOf, customerRow } from './shape.ts';

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
    const rows = await readRows(database, leadersOf(scope, Math.max(...lengths)), customerRow);
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

/**
 * Selects the customers with most touched conversations in the period, in order, at most `first` of them. In the previous period only
 * theirs are counted: to tell who leads takes a look at everybody, to compare them does not.
 */
function leadersOf(slice: ComparedScope, first: number): Prisma.Sql {
  const { tables, countIn } = leadersIn(slice, comparedPeriods(slice), first);
  const leaders = Prisma.sql`select l.key from leaders l`;
  return Prisma.sql`
    with ${tables}
    counted as materialized (${countIn(1)}),
    leaders as materialized (
      select k.key, k.id, k.name, n.count
      from counted n
      join customers k on k.account_key = ${slice.account.key} and k.key = n.key
      where n.count >= coalesce((select c.count from counted c order by c.count desc offset ${first - 1}::int limit 1), 0)
      order by n.count desc, ${idOrder(Prisma.sql`k.id`)}
      limit ${first}
    )
    select l.id, l.name, l.count, coalesce(b.count, 0) as "previousCount"
    from leaders l
    left join (${slice.previous ? countIn(2, leaders) : nobody}) b on b.key = l.key
    order by l.count desc, ${idOrder(Prisma.sql`l.id`)}`;
}

/** Selects no `key, count`. */
const nobody = Prisma.sql`select 0 as key, 0 as count where false`;
