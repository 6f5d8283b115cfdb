import { Prisma } from '../../database/generated/client.ts';
import { dayCalendar, daysTouchedBy, wholeDaysOf } from '../../period/days.ts';
import { formatInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import type { Measure } from '../../reporting/conversation-stats.ts';
import type { Scope } from '../../reporting/slice.ts';
import { matches } from '../../reporting/where.ts';

/**
 * Selects `period, key, count` of a measure for some customers in each period, numbered from 1. Of all that is in a period little is
 * theirs: their conversations are looked up instead, and tell by the days stored with them what happened when.
 */
export function ofCustomers(
  scope: Scope,
  keys: readonly number[],
  periods: readonly Period[],
  measure: Measure,
): Prisma.Sql {
  const { count, happened } = counting[measure];
  return Prisma.sql`
    select p.period::int, c.customer_key as key, ${count}::int as count
    from (
      select c.* from conversations c where ${matches(scope)} and c.customer_key = any(${keys}::int[]) offset 0
    ) c
    join ${spansOf(scope.account.timeZone, periods)} on ${happened(scope.account.key)}
    group by 1, 2`;
}

interface Counting {
  readonly count: Prisma.Sql;
  /** Whether what is counted happened to a conversation `c` in a period `p`. */
  readonly happened: (accountKey: number) => Prisma.Sql;
}

const wasCreated = Prisma.sql`c.created_at >= p.starts and c.created_at < p.ends`;

const counting: Record<Measure, Counting> = {
  created: { count: Prisma.sql`count(*)`, happened: () => wasCreated },
  touched: {
    count: Prisma.sql`count(*)`,
    happened: (accountKey) =>
      Prisma.sql`(${wasCreated} or ${hasThread(accountKey, Prisma.sql`c.touched_days`, Prisma.sql`true`)})`,
  },
  repliedCustomers: {
    count: Prisma.sql`1`,
    happened: (accountKey) => hasThread(accountKey, Prisma.sql`c.replied_days`, Prisma.sql`t.kind = 'reply'`),
  },
};

/** A table `p` of the periods: their times, their whole days, and all days that they touch. */
function spansOf(timeZone: string, periods: readonly Period[]): Prisma.Sql {
  const calendar = dayCalendar(timeZone);
  const whole = periods.map((period) => wholeDaysOf(period, calendar));
  const touched = periods.map((period) => daysTouchedBy(period, calendar));
  return Prisma.sql`
    unnest(
      ${periods.map(({ start }) => formatInstant(start))}::timestamptz[], ${periods.map(({ end }) => formatInstant(end))}::timestamptz[],
      ${whole.map(({ first }) => first)}::int[], ${whole.map(({ until }) => until)}::int[],
      ${touched.map(({ first }) => first)}::int[], ${touched.map(({ until }) => until)}::int[]
    ) with ordinality as p (starts, ends, first, until, first_touched, until_touched, period)`;
}

/**
 * Whether a conversation `c` has a thread of a kind in a period `p`, by the days on which it has one. Days that lie in the period
 * in part alone take a look at the threads.
 */
function hasThread(accountKey: number, days: Prisma.Sql, isOfKind: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`case
      when exists (select from unnest(${days}) as d (day) where d.day >= p.first and d.day < p.until) then true
      when exists (select from unnest(${days}) as d (day) where d.day >= p.first_touched and d.day < p.until_touched) then exists (
        select from threads t
        where t.account_key = ${accountKey} and t.conversation_key = c.key and ${isOfKind}
          and t.created_at >= p.starts and t.created_at < p.ends
      )
      else false
    end`;
}
