import { Prisma } from '../../database/generated/client.ts';
import type { DayCalendar } from '../../period/days.ts';
import { groupsOfReply, repliedDays } from '../measures/customer-groups.ts';
import { isCounted, noDay } from '../measures/measures.ts';
import { partIn } from '../measures/parts.ts';
import { boundOf } from './stale.ts';

/** More stale days than these are counted anew with all others of the account: that reads as much, and need not look for them. */
export const mostDays = 62;

/** The table `pairs`: each of the days with the one before in the same group. */
export const pairs = Prisma.sql`pairs as (
      select r.place, r.key, r.day,
        coalesce(lag(r.day) over (partition by r.customer_key, r.place, r.key, r.user_key, r.mailbox_key, r.type order by r.day), ${noDay}) as previous,
        ${partIn('r')}
      from replied r
    )`;

/**
 * The table `fresh`, and what it is made of, customer by customer, which saves sorting all at once: the customers with a reply on
 * each of the days, each measure in each part of the account, by the day before on which they had one. A customer of several
 * parts or keys is one in each of them, so that these do not add up.
 */
export function customerDays(
  accountKey: number,
  days: readonly number[] | null,
  calendar: DayCalendar,
): Prisma.Sql {
  return Prisma.sql`
    replied as (
      select c.customer_key, g.place, g.key, r.day, ${partIn('g')}
      from (
        select c.*
        from conversations c
        where c.account_key = ${accountKey} and ${isCounted} and ${areActive(accountKey, days, calendar)}
        order by c.customer_key
        offset 0
      ) c
      cross join lateral ${repliedDays}
      cross join lateral ${groupsOfReply}
    ),
    ${pairs},
    fresh as (
      select p.place as measure, p.day, p.previous, p.key, ${partIn('p')}, null::text as label, count(*)::int as count
      from pairs p
      where p.previous <> p.day and ${isMeant(days)}
      group by p.place, p.day, p.previous, p.key, ${partIn('p')}
    )`;
}

/** The condition that the customer of a conversation `c` has a reply on one of the days. */
function areActive(accountKey: number, days: readonly number[] | null, { startOf }: DayCalendar): Prisma.Sql {
  if (days === null) return Prisma.sql`c.customer_key is not null`;
  // An array from a subquery is made once; the planner would rather look at all conversations of the account one by one.
  return Prisma.sql`c.customer_key = any(array(
      select distinct a.customer_key
      from ${dayTable(days, startOf)}
      join threads t on t.account_key = ${accountKey} and t.kind = 'reply'
        and t.created_at >= d.starts_at and t.created_at < d.ends_at
      join conversations a on a.account_key = ${accountKey} and a.key = t.conversation_key
    ))`;
}

/** A table `d (starts_at, ends_at)` of days. */
function dayTable(days: readonly number[], startOf: DayCalendar['startOf']): Prisma.Sql {
  const starts = days.map((day) => boundOf(startOf(day)));
  const ends = days.map((day) => boundOf(startOf(day + 1)));
  return Prisma.sql`unnest(${starts}::timestamptz[], ${ends}::timestamptz[]) as d (starts_at, ends_at)`;
}

function isMeant(days: readonly number[] | null): Prisma.Sql {
  return days === null ? Prisma.sql`true` : Prisma.sql`p.day = any(${days}::int[])`;
}
