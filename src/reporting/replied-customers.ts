import { Prisma } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';
import { customerMeasure } from '../rollups/measures.ts';
import { threadsIn, timesOf } from './activity.ts';
import { onlyPartOf } from './parts.ts';
import { edges, rolledUp, rollupTables, spansOf } from './rollup.ts';
import type { Scope } from './slice.ts';
import { matches } from './where.ts';

const isReply = Prisma.sql`t.kind = 'reply'`;

/**
 * Selects `period, count`: the different customers whose conversations of a scope have a reply in each period, numbered from 1.
 * Rollups answer for the whole days of a period as in `counts`, but only where none at all is stale: a changed conversation
 * can change what other days count of its customer.
 */
export function repliedCustomers(scope: Scope, periods: readonly Period[]): Prisma.Sql {
  const part = onlyPartOf(scope);
  const spans = spansOf(scope.account.timeZone, periods);
  if (part === null || spans.every(({ days }) => days.first === days.until))
    return countRows(scope, periods, Prisma.sql`true`);
  return Prisma.sql`
    with ${rollupTables(scope, spans, 'customers')}
    select n.period, sum(n.count)::int as count
    from (
      ${rolledUp(scope, customerMeasure, part)}
      union all
      select k.period, null, null, count(*) from (${repliedAtEdges(scope)}) k where not ${repliedInSpan(scope)} group by k.period
    ) n
    where not exists (select from stale)
    group by n.period
    union all
    (${countRows(scope, periods, Prisma.sql`exists (select from stale)`)})`;
}

function countRows(scope: Scope, periods: readonly Period[], condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select t.period, count(distinct t.customer_key)::int as count
    from (${threadsIn(scope, timesOf(periods), isReply)}) t
    where ${condition}
    group by t.period`;
}

/** Selects the customers with a reply at the edges of each period. They are few: `distinct on` holds the planner to sorting them. */
function repliedAtEdges(scope: Scope): Prisma.Sql {
  return Prisma.sql`
        select distinct on (t.period, t.customer_key) t.period, t.customer_key
        from (${threadsIn(scope, edges, isReply)}) t
        where t.customer_key is not null
        order by t.period, t.customer_key`;
}

/** The condition that a customer `k` has a reply on one of the whole days of a period. */
function repliedInSpan(scope: Scope): Prisma.Sql {
  return Prisma.sql`exists (
        select from spans s
        cross join lateral (
          select c.replied_days from conversations c where c.customer_key = k.customer_key and ${matches(scope)} offset 0
        ) c
        cross join lateral unnest(c.replied_days) as r (day)
        where s.period = k.period and r.day >= s.first and r.day < s.until
      )`;
}
