import { Prisma } from '../database/generated/client.ts';
import type { Scope } from './slice.ts';
import { matches } from './where.ts';

/** What is known of a conversation of a period. */
export const activityColumns = Prisma.sql`
      p.period::int, c.key, c.created_at, c.type, c.channel, c.status, c.mailbox_key, c.assignee_key, c.customer_key, c.tag_keys`;
const createdIn = Prisma.sql`c.created_at >= p.starts and c.created_at < p.ends`;

/** Selects the conversations of a scope that were created in each period of a table `p (starts, ends, period)`. */
export function created(scope: Scope, periods: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select ${activityColumns}
    from ${periods}
    join conversations c on ${matches(scope)} and ${createdIn}`;
}

/**
 * Selects the conversations of a scope that each period touches: that were created in it or have a thread created in it.
 * Nearly all of them were created in it; the few others are looked up one by one. `offset 0` holds the planner to that: it
 * expects many of them and would read all conversations of the account instead.
 */
export function touched(scope: Scope, periods: Prisma.Sql): Prisma.Sql {
  const accountKey = scope.account.key;
  return Prisma.sql`${created(scope, periods)}
    union all
    select ${activityColumns}
    from ${periods}
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
export function threadsIn(scope: Scope, periods: Prisma.Sql, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select ${activityColumns}, t.kind, t.saved_reply_key, t.workflow_key
    from ${periods}
    join threads t on t.account_key = ${scope.account.key} and ${condition}
      and t.created_at >= p.starts and t.created_at < p.ends
    join conversations c on c.key = t.conversation_key and ${matches(scope)}`;
}
