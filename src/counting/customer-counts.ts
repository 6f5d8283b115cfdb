import { Prisma } from '../database/generated/client.ts';
import { dayCalendar, daysTouchedBy, wholeDaysOf } from '../period/days.ts';
import { formatInstant } from '../period/instant.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import type { StatsMeasure } from '../question/stats-measures.ts';
import { zoneTable } from './rollup.ts';
import { threadsOf } from './rows/activity.ts';
import { matches } from './rows/where.ts';

/**
 * Selects `measure, period, key, count` for some customers in each period of a measure, numbered from 1. Of all that is in a
 * period little is theirs: their conversations are looked up instead, once for all measures, and tell by the days stored with
 * them what happened when.
 */
export function ofCustomers(
  scope: Scope,
  keys: readonly number[],
  periodsOf: ReadonlyMap<StatsMeasure, readonly Period[]>,
): Prisma.Sql {
  const accountKey = scope.account.key;
  return Prisma.sql`
    with ${zoneTable(scope.account)}
    select p.measure, p.period, c.customer_key as key,
      case p.measure when 'repliedCustomers' then 1 else count(*) end::int as count
    from (
      select c.* from conversations c where ${matches(scope)} and c.customer_key = any(${keys}::int[]) offset 0
    ) c
    join ${questionsOf(scope.account.timeZone, periodsOf)} on case p.measure
      when 'created' then ${wasCreated}
      when 'touched' then ${wasCreated} or ${hasThread(accountKey, Prisma.sql`c.touched_days`, Prisma.sql`true`)}
      else ${hasThread(accountKey, Prisma.sql`c.replied_days`, Prisma.sql`t.kind = 'reply'`)}
    end
    group by 1, 2, 3`;
}

/** A table `p` of the measures and their periods: the times of these, their whole days, and all days that they touch. */
function questionsOf(timeZone: string, periodsOf: ReadonlyMap<StatsMeasure, readonly Period[]>): Prisma.Sql {
  const calendar = dayCalendar(timeZone);
  const rows = [...periodsOf].flatMap(([measure, periods]) =>
    periods.map((period, index) => ({ measure, period, place: index + 1 })),
  );
  const whole = rows.map(({ period }) => wholeDaysOf(period, calendar));
  const touched = rows.map(({ period }) => daysTouchedBy(period, calendar));
  return Prisma.sql`
    unnest(
      ${rows.map(({ measure }) => measure)}::text[], ${rows.map(({ place }) => place)}::int[],
      ${rows.map(({ period }) => formatInstant(period.start))}::timestamptz[],
      ${rows.map(({ period }) => formatInstant(period.end))}::timestamptz[],
      ${whole.map(({ first }) => first)}::int[], ${whole.map(({ until }) => until)}::int[],
      ${touched.map(({ first }) => first)}::int[], ${touched.map(({ until }) => until)}::int[]
    ) as p (measure, period, starts, ends, first, until, first_touched, until_touched)`;
}

const wasCreated = Prisma.sql`(c.created_at >= p.starts and c.created_at < p.ends)`;

const areDaysKnown = Prisma.sql`(select z.holds from zone z)`;

/**
 * Whether a conversation `c` has a thread of a kind in a period `p`, by the days on which it has one. Days that lie in the period
 * in part alone take a look at the threads, as do all where they are no longer those of the zone that the question was asked in.
 */
function hasThread(accountKey: number, days: Prisma.Sql, isOfKind: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`case
        when ${areDaysKnown} and ${hasDay(days, Prisma.sql`p.first`, Prisma.sql`p.until`)} then true
        when not ${areDaysKnown} or ${hasDay(days, Prisma.sql`p.first_touched`, Prisma.sql`p.until_touched`)} then exists (
          select from ${threadsOf(accountKey)}
          where ${isOfKind} and t.created_at >= p.starts and t.created_at < p.ends
        )
        else false
      end`;
}

/** Whether one of some days, which are in order, is from one until before another: `width_bucket` counts those up to a day. */
function hasDay(days: Prisma.Sql, first: Prisma.Sql, until: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`width_bucket(${until} - 1, ${days}) > width_bucket(${first} - 1, ${days})`;
}
