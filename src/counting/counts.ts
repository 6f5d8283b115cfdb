import { Prisma } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import type { Activity, Measure } from './measures/measure.ts';
import { aheadOf, planOf } from './plan.ts';
import {
  addends,
  allTimeTables,
  asCounted,
  edges,
  ofMailbox,
  repliedAtEdges,
  rolledUpOfAllTime,
  rollupTables,
  touchedAtEdges,
} from './rollup.ts';
import { closed, created, replied, type Times, threadsIn, timesOf, touched } from './rows/activity.ts';

/**
 * Selects `period, key, label, count` of a measure in each period, numbered from 1. Rollups answer for the whole days of a
 * period, as the account's time zone has them, except for stale ones; stored rows answer for the rest, and for everything
 * where the filter cuts through the parts. It is all one statement: whatever is written meanwhile, the two fit together.
 */
export function counts(scope: Scope, periods: readonly Period[], measure: Measure): Prisma.Sql {
  const plan = planOf(scope, periods, aheadOf(measure));
  if (plan === null) return countRows(scope, measure, timesOf(periods));
  return Prisma.sql`
    with ${rollupTables(scope, plan)}
    select n.period, n.key, n.label, sum(n.count)::int as count
    from (
      ${addends(scope, plan, measure.byMailboxOf ? ofMailbox : asCounted, countRows(scope, measure, edges, rowsAtEdges))}
    ) n
    group by n.period, n.key, n.label`;
}

/**
 * Selects `key, label, count` of a measure of conversations created, whenever that was: rollups answer for all days but stale ones.
 * Null where the filter cuts through the parts that it is counted of.
 */
export function countsOfAllTime(scope: Scope, measure: Measure): Prisma.Sql | null {
  const { definition, partsOf } = aheadOf(measure);
  const parts = partsOf(scope);
  if (parts === null) return null;
  return Prisma.sql`
    with ${allTimeTables(scope, definition)}
    select n.key, n.label, sum(n.count)::int as count
    from (
      ${rolledUpOfAllTime(scope, definition, parts)}
      union all
      select r.key, r.label, r.count from (${countRows(scope, measure, edges)}) r
    ) n
    group by n.key, n.label`;
}

/** Selects what a measure counts in each period, as `c`, or as `t` where these are threads. */
const rowsOf: Record<Activity, (scope: Scope, times: Times, measure: Measure) => Prisma.Sql> = {
  created: (scope, times) => Prisma.sql`(${created(scope, times)}) c`,
  touched: (scope, times) => Prisma.sql`(${touched(scope, times)}) c`,
  replied: (scope, times) => Prisma.sql`(${replied(scope, times)}) c`,
  closed: (scope, times) => Prisma.sql`(${closed(scope, times)}) c`,
  threads: (scope, times, { condition }) => threadsOf(scope, times, condition),
  events: (scope, times, { condition }) => threadsOf(scope, times, condition),
};

/** Threads `t` with their conversations `c`. */
function threadsOf(scope: Scope, times: Times, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${threadsIn(scope, times, condition)}) t
    cross join lateral (select t.mailbox_key, t.assignee_key) c`;
}

/** The same of what no rollup counts. */
const rowsAtEdges: typeof rowsOf = {
  ...rowsOf,
  touched: (scope, times) => Prisma.sql`(${touchedAtEdges(scope, times)}) c`,
  replied: (scope, times) => Prisma.sql`(${repliedAtEdges(scope, times)}) c`,
};

function countRows(scope: Scope, measure: Measure, times: Times, rows = rowsOf): Prisma.Sql {
  const { activity, key, label, condition, joins } = measure;
  const period =
    activity === 'threads' || activity === 'events' ? Prisma.sql`t.period` : Prisma.sql`c.period`;
  return Prisma.sql`
    select ${period}, ${key} as key, ${label} as label, count(*)::int as count
    from ${rows[activity](scope, times, measure)} ${joins(scope.account.key)}
    where ${condition}
    group by 1, 2, 3`;
}
