import { z } from 'zod';
import { leadersIn } from '../../counting/leading-customers.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { idOrder } from '../../question/order.ts';
import { type ComparedScope, comparedPeriods } from '../../question/slice.ts';

const customerRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  count: z.int(),
  previousCount: z.int(),
});

/** A customer and their touched conversations in the period and the previous one. */
export type CustomerRow = z.infer<typeof customerRow>;

/**
 * The customers with most touched conversations in the period, in order, at most `first` of them. In the previous period only
 * theirs are counted: to tell who leads takes a look at everybody, to compare them does not.
 */
export function readTopCustomers(
  database: Database,
  slice: ComparedScope,
  first: number,
): Promise<CustomerRow[]> {
  const { tables, countIn } = leadersIn(slice, comparedPeriods(slice), first);
  const leaders = Prisma.sql`select l.key from leaders l`;
  const statement = Prisma.sql`
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
  return readRows(database, statement, customerRow);
}

/** Selects no `key, count`. */
const nobody = Prisma.sql`select 0 as key, 0 as count where false`;
