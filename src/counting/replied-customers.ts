import { Prisma } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import { customerDefinitionOf } from './ahead/definitions.ts';
import { tagsOfConversation } from './measures/conversation.ts';
import { type CustomerMeasure, repliedDays } from './measures/customer-groups.ts';
import { areSeveral, mailboxPartsOf, onlyPartOf, wholeOf } from './parts.ts';
import { type Ahead, planOf } from './plan.ts';
import { addends, asCounted, edges, type Grouping, ofMailbox, rollupTables } from './rollup.ts';
import { threadsIn, timesOf } from './rows/activity.ts';
import { matches } from './rows/where.ts';

/** By what customers are counted. */
export interface CustomerGrouping extends Pick<Ahead, 'partsOf' | 'areOfUsers'> {
  /** The keys under which the customer of a conversation `c` is counted for a reply of it, as a table `own (key)`. */
  readonly keys: Prisma.Sql;
  /** The same for any reply of a conversation whose customer `k` is counted; the keys themselves where the reply does not matter. */
  readonly keysInSpan?: Prisma.Sql;
  /** What is counted ahead of time. */
  readonly measure: CustomerMeasure;
  /** What of the counts `k` of rollups is the key; by default that which they are counted by. */
  readonly grouping?: Grouping;
  /** The condition under which a thread `t` is a reply that counts. */
  readonly isReply: Prisma.Sql;
  /** The same of a day `r` on which a conversation has a reply. */
  readonly isReplied: Prisma.Sql;
}

const ofAnybody = { isReply: Prisma.sql`t.kind = 'reply'`, isReplied: Prisma.sql`true` };

export const allTogether: CustomerGrouping = {
  ...ofAnybody,
  keys: Prisma.sql`(select 0) as own (key)`,
  measure: 'repliedCustomers',
  partsOf: onlyPartOf,
};

export const byMailbox: CustomerGrouping = {
  ...ofAnybody,
  keys: Prisma.sql`(select c.mailbox_key) as own (key)`,
  measure: 'repliedCustomers',
  partsOf: (scope) => (areSeveral(scope.filter.types) ? null : mailboxPartsOf(scope)),
  grouping: ofMailbox,
};

export const byAssignee: CustomerGrouping = {
  ...ofAnybody,
  keys: Prisma.sql`(select c.assignee_key where c.assignee_key is not null) as own (key)`,
  measure: 'repliedCustomersByAssignee',
  partsOf: wholeOf,
};

export const byTeam: CustomerGrouping = {
  ...ofAnybody,
  keys: Prisma.sql`(select c.team_key where c.team_key is not null) as own (key)`,
  measure: 'repliedCustomersByTeam',
  partsOf: wholeOf,
};

export const byTag: CustomerGrouping = {
  ...ofAnybody,
  keys: Prisma.sql`(select tag.key from ${tagsOfConversation}) as own (key)`,
  measure: 'repliedCustomersByTag',
  partsOf: wholeOf,
};

/** All together, but those alone whom a user replied to. */
export function ofUser(userKey: number): CustomerGrouping {
  return {
    ...allTogether,
    measure: 'repliedCustomersOfUser',
    partsOf: wholeOf,
    areOfUsers: Prisma.sql`r.user_key = ${userKey}`,
    isReply: Prisma.sql`t.kind = 'reply' and t.user_key = ${userKey} and t.counted_status is not null`,
    isReplied: Prisma.sql`r.replier = ${userKey}`,
  };
}

/** By who sent the replies. */
export const byAuthor: CustomerGrouping = {
  keys: Prisma.sql`(select c.user_key) as own (key)`,
  keysInSpan: Prisma.sql`(select k.key) as own (key)`,
  measure: 'repliedCustomersOfUser',
  partsOf: wholeOf,
  areOfUsers: Prisma.sql`r.user_key > 0`,
  grouping: { key: Prisma.sql`k.user_key`, label: Prisma.sql`null` },
  isReply: Prisma.sql`t.kind = 'reply' and t.user_key is not null`,
  isReplied: Prisma.sql`r.replier = k.key`,
};

/**
 * Selects `period, key, count`: the different customers whose conversations of a scope have a reply in each period, numbered
 * from 1. Rollups answer for the whole days of a period as in `counts`, but only where none at all is stale: a changed
 * conversation can change what other days count of its customer.
 */
export function repliedCustomers(
  scope: Scope,
  periods: readonly Period[],
  by: CustomerGrouping = allTogether,
): Prisma.Sql {
  const { measure, grouping = asCounted, partsOf, areOfUsers } = by;
  const plan = planOf(scope, periods, {
    subject: 'customers',
    definition: customerDefinitionOf(measure),
    partsOf,
    areOfUsers,
  });
  if (plan === null) return countRows(scope, periods, by, Prisma.sql`true`);
  const ofTheRest = Prisma.sql`select k.period, k.key, null, count(*)
      from (${repliedAtEdges(scope, by)}) k
      where not ${repliedInSpan(scope, by)}
      group by k.period, k.key`;
  return Prisma.sql`
    with ${rollupTables(scope, plan)}
    select n.period, n.key, sum(n.count)::int as count
    from (
      ${addends(scope, plan, grouping, ofTheRest)}
    ) n
    where not exists (select from stale)
    group by n.period, n.key
    union all
    (${countRows(scope, periods, by, Prisma.sql`exists (select from stale)`)})`;
}

function countRows(
  scope: Scope,
  periods: readonly Period[],
  { keys, isReply }: CustomerGrouping,
  condition: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`
    select c.period, own.key, count(distinct c.customer_key)::int as count
    from (${threadsIn(scope, timesOf(periods), isReply)}) c
    cross join lateral ${keys}
    where ${condition}
    group by c.period, own.key`;
}

/** Selects the customers with a reply at the edges of each period. They are few: `distinct on` holds the planner to sorting them. */
function repliedAtEdges(scope: Scope, { keys, isReply }: CustomerGrouping): Prisma.Sql {
  return Prisma.sql`
        select distinct on (c.period, own.key, c.customer_key) c.period, own.key, c.customer_key
        from (${threadsIn(scope, edges, isReply)}) c
        cross join lateral ${keys}
        where c.customer_key is not null
        order by c.period, own.key, c.customer_key`;
}

/** The condition that a customer `k` has a reply on one of the whole days of a period. */
function repliedInSpan(scope: Scope, { keys, keysInSpan = keys, isReplied }: CustomerGrouping): Prisma.Sql {
  return Prisma.sql`exists (
        select from spans s
        cross join lateral (
          select c.* from conversations c where c.customer_key = k.customer_key and ${matches(scope)} offset 0
        ) c
        cross join lateral ${keysInSpan}
        cross join lateral ${repliedDays}
        where s.period = k.period and own.key = k.key and r.day >= s.first and r.day < s.until and ${isReplied}
      )`;
}
