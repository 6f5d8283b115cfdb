import { Prisma } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';
import { customerMeasure } from '../rollups/measures.ts';
import { threadsIn } from './activity.ts';
import { onlyPartOf } from './parts.ts';
import { edges, rolledUp, rollupTables, spansOf } from './rollup.ts';
import type { Scope } from './slice.ts';
import { matches, periodTable } from './where.ts';

const isReply = Prisma.sql`t.kind = 'reply'`;

/**
 * Selects `period, count`: the different customers whose conversations of a scope have a reply in each period, numbered from 1.
 * Rollups answer for the whole days of a period as in `counts`, but only where none at all is stale: a changed conversation
 * can change what other days count of its customer.
 */
export function repliedCustomers(scope: Scope, periods: readonly Period[]): Prisma.Sql {
  const part = onlyPartOf(scope);
  const spans = spansOf(scope.account.timeZone, periods);
  if (part === null || spans.every(({ days }) => days.first === days.until)) {
    return Prisma.sql`
    select t.period, count(distinct t.customer_key)::int as count
    from (${threadsIn(scope, periodTable(periods), isReply)}) t
    group by t.period`;
  }
  const tables = rollupTables(scope, spans, {
    subject: 'customers',
    whole: Prisma.sql`not exists (select from stale)`,
    moreEdges: Prisma.sql`
      union all
      select p.starts, p.ends, p.period::int from ${periodTable(periods)} where exists (select from stale)`,
  });
  return Prisma.sql`
    with ${tables}
    select n.period, sum(n.count)::int as count
    from (
      ${rolledUp(scope, customerMeasure, part)}
      union all
      select k.period, null, null, count(*)
      from (
        select distinct t.period, t.customer_key
        from (${threadsIn(scope, edges, isReply)}) t
        where t.customer_key is not null
      ) k
      where not ${repliedInSpan(scope)}
      group by k.period
    ) n
    group by n.period`;
}

/** The condition that a customer `k` has a reply on one of the whole days of a period. */
function repliedInSpan(scope: Scope): Prisma.Sql {
  return Prisma.sql`exists (
        select from spans s
        join conversations c on c.customer_key = k.customer_key and ${matches(scope)}
        cross join lateral unnest(c.replied_days) as r (day)
        where s.period = k.period and r.day >= s.first and r.day < s.until
      )`;
}
