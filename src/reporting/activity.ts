import { Prisma } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from './slice.ts';
import { matches, periodTable } from './where.ts';

const columns = Prisma.sql`p.period::int, c.key, c.created_at, c.mailbox_key, c.assignee_key, c.customer_key, c.tag_keys`;
const createdIn = Prisma.sql`c.created_at >= p.starts and c.created_at < p.ends`;

/** Selects the conversations of a scope that were created in each period. */
export function created(scope: Scope, periods: readonly Period[]): Prisma.Sql {
  return Prisma.sql`
    select ${columns}
    from ${periodTable(periods)}
    join conversations c on ${matches(scope)} and ${createdIn}`;
}

/**
 * Selects the conversations of a scope that each period touches: that were created in it or have a thread created in it.
 * Nearly all of them were created in it; the few others are looked up one by one. `offset 0` holds the planner to that: it
 * expects many of them and would read all conversations of the account instead.
 */
export function touched(scope: Scope, periods: readonly Period[]): Prisma.Sql {
  const accountKey = scope.account.key;
  return Prisma.sql`${created(scope, periods)}
    union all
    select ${columns}
    from ${periodTable(periods)}
    cross join lateral (
      select t.conversation_key as key
      from threads t
      where t.account_key = ${accountKey} and t.created_at >= p.starts and t.created_at < p.ends
      except
      select c.key from conversations c where c.account_key = ${accountKey} and ${createdIn}
    ) late
    cross join lateral (
      select c.* from conversations c where c.key = late.key and ${matches(scope)} offset 0
    ) c`;
}

/** Selects the threads `t` that fulfil a condition and were created in each period, in conversations of a scope. */
export function threadsIn(scope: Scope, periods: readonly Period[], condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select ${columns}, t.saved_reply_key, t.workflow_key
    from ${periodTable(periods)}
    join threads t on t.account_key = ${scope.account.key} and ${condition}
      and t.created_at >= p.starts and t.created_at < p.ends
    join conversations c on c.key = t.conversation_key and ${matches(scope)}`;
}
