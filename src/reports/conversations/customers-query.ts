import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { dayCalendar, daysTouchedBy } from '../../period/days.ts';
import type { Period } from '../../period/period.ts';
import { timesOf, touched } from '../../reporting/activity.ts';
import { idOrder } from '../../reporting/id-order.ts';
import { onlyPartOf } from '../../reporting/parts.ts';
import { edges, rollupTables, spansOf, touchedAtEdges } from '../../reporting/rollup.ts';
import type { Scope } from '../../reporting/slice.ts';
import { blocksOf, daysInBlock, fewestConversations } from '../../rollups/customer-blocks.ts';

const customerRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  count: z.int(),
  previousCount: z.int(),
});

/** A customer and their touched conversations in the first and the second period. */
export type CustomerRow = z.infer<typeof customerRow>;

/** The customers with most touched conversations in the first period, in order, at most `first` of them. */
export function readTopCustomers(
  database: Database,
  scope: Scope,
  periods: readonly Period[],
  first: number,
): Promise<CustomerRow[]> {
  const statement = Prisma.sql`
    with ${leadingCounts(scope, periods, first)}
    select k.id, k.name, n.count, n."previousCount"
    from (
      select u.key, sum(u.count) filter (where u.period = 1)::int as count,
        coalesce(sum(u.count) filter (where u.period = 2), 0)::int as "previousCount"
      from uses u
      group by u.key
      having bool_or(u.period = 1)
      order by count desc
      fetch first ${first} rows with ties
    ) n
    join customers k on k.account_key = ${scope.account.key} and k.key = n.key
    order by n.count desc, ${idOrder(Prisma.sql`k.id`)}
    limit ${first}`;
  return readRows(database, statement, customerRow);
}

/** In shorter periods the customers that lead have too few conversations to tell them from the others by their blocks. */
const fewestDays = 60;

/** The table `uses (period, key, count)` of the conversations of all customers that can be among the first. */
function leadingCounts(scope: Scope, periods: readonly Period[], first: number): Prisma.Sql {
  const part = onlyPartOf(scope);
  const [days, ...others] = periods.map((period) =>
    daysTouchedBy(period, dayCalendar(scope.account.timeZone)),
  );
  if (!part || !days || days.until - days.first < fewestDays) {
    return Prisma.sql`uses as (${countRows(touched(scope, timesOf(periods)))})`;
  }
  return Prisma.sql`${rollupTables(scope, spansOf(scope.account.timeZone, periods), 'customers')},
    ${blockTable(scope, part, blocksOf(days), others.flatMap(blocksOf))},
    ${candidates(scope, part, first)},
    uses as (
      ${countBlocks(scope, part, Prisma.sql`candidates`)}
      union all
      ${countRows(touchedAtEdges(scope, edges), Prisma.sql`(select not l.missing from least l)`)}
      union all
      ${countRows(touched(scope, timesOf(periods)), Prisma.sql`(select l.missing from least l)`)}
    )`;
}

/** The table `blocks (block, current)` of the blocks that there are for the periods, and whether the first one has them. */
function blockTable(
  scope: Scope,
  part: Prisma.Sql,
  current: readonly number[],
  others: readonly number[],
): Prisma.Sql {
  return Prisma.sql`
    blocks as materialized (
      select b.block, b.block = any(${current}::int[]) as current
      from unnest(${[...new Set([...current, ...others])]}::int[]) as b (block)
      where exists (select from customer_blocks r where ${ofBlock(scope, part)})
    )`;
}

/**
 * The table `candidates (key)` of the customers that can be among the first. In a period a customer has at most the
 * conversations that the period's blocks have. The customers that lead a block are counted in the period: nobody with less in
 * the blocks than the last of the first of them has can come before, nor can one without blocks. `least` is what that one
 * has; `missing` where the blocks cannot tell, because it is too little or some day is stale: there are no candidates then.
 */
function candidates(scope: Scope, part: Prisma.Sql, first: number): Prisma.Sql {
  const isOfBlock = ofBlock(scope, part);
  const isOfOneMailbox = scope.filter.mailboxes !== null || scope.visibleMailboxes !== null;
  const fewest = fewestConversations[isOfOneMailbox ? 'oneMailbox' : 'anyMailbox'];
  const current = Prisma.sql`(select block from blocks where current) b`;
  return Prisma.sql`
    leaders as (
      select distinct l.key
      from ${current}
      cross join lateral (
        select r.customer_key as key from customer_blocks r where ${isOfBlock} order by r.conversations desc limit ${first}
      ) l
    ),
    least as materialized (
      select min(n.count)::int as count,
        count(*) < ${first} or min(n.count) < ${fewest} or exists (select from stale) as missing
      from (
        select sum(l.count) as count
        from (${countBlocks(scope, part, Prisma.sql`leaders`)}) l
        where l.period = 1
        group by l.key
        order by count desc
        limit ${first}
      ) n
    ),
    candidates as materialized (
      select m.key
      from (
        select distinct r.key
        from least l
        cross join ${current}
        cross join lateral (
          select r.customer_key as key
          from customer_blocks r
          where ${isOfBlock} and r.conversations >= (l.count - 1) / (select count(*)::int from ${current}) + 1
          offset 0
        ) r
        where not l.missing
      ) m
      cross join lateral (
        select sum(r.conversations) as conversations
        from ${current}
        cross join lateral (select r.* from customer_blocks r where ${isOfBlock} and r.customer_key = m.key offset 0) r
      ) n
      where n.conversations >= (select l.count from least l)
    )`;
}

/** Selects the conversations of some customers on the whole days of each period, from their blocks. */
function countBlocks(scope: Scope, part: Prisma.Sql, customers: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
      select s.period::int, k.key, count(*)::int as count
      from ${customers} k
      cross join spans s
      join blocks b on b.block between s.first / ${daysInBlock}::int and s.until / ${daysInBlock}::int
      cross join lateral (
        select r.* from customer_blocks r where ${ofBlock(scope, part)} and r.customer_key = k.key offset 0
      ) r
      cross join lateral unnest(r.days, r.previous_days) as d (day, previous)
      where d.day >= s.first and d.day < s.until and d.previous < s.first
      group by 1, 2`;
}

/** The condition under which a row `r` of `customer_blocks` is of a part of the account and of the block `b`. */
function ofBlock({ account }: Scope, part: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`r.account_key = ${account.key} and ${part} and r.block = b.block`;
}

function countRows(conversations: Prisma.Sql, condition: Prisma.Sql = Prisma.sql`true`): Prisma.Sql {
  return Prisma.sql`
      select c.period, c.customer_key as key, count(*)::int as count
      from (${conversations}) c
      where c.customer_key is not null and ${condition}
      group by 1, 2`;
}
