import { Prisma } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import { isCountedAhead } from './ahead/counted.ts';
import { definitionOf } from './ahead/definitions.ts';
import type { Activity, Measure } from './measures/measure.ts';
import { isWholeAccount, mailboxPartsOf, partsOf } from './parts.ts';
import {
  asCounted,
  edges,
  hasWholeDays,
  ofMailbox,
  repliedAtEdges,
  rolledUp,
  rollupTables,
  spansOf,
  touchedAtEdges,
  zoneTable,
} from './rollup.ts';
import { closed, created, replied, type Times, threadsIn, timesOf, touched } from './rows/activity.ts';

/**
 * Selects `period, key, label, count` of a measure in each period, numbered from 1. Rollups answer for the whole days of a
 * period, as the account's time zone has them, except for stale ones; stored rows answer for the rest, and for everything
 * where the filter cuts through the parts. It is all one statement: whatever is written meanwhile, the two fit together.
 */
export function counts(scope: Scope, periods: readonly Period[], measure: Measure): Prisma.Sql {
  const { timeZone } = scope.account;
  const isCounted =
    (measure.timeZone === null || measure.timeZone === timeZone) &&
    (!measure.isOfWhole || isWholeAccount(scope));
  const { byMailboxOf } = measure;
  const partsIn = byMailboxOf ? mailboxPartsOf : partsOf;
  const parts = isCounted ? partsIn(scope) : null;
  const spans = spansOf(timeZone, periods);
  if (parts === null || !spans.some(hasWholeDays)) {
    return countRows(scope, measure, timesOf(periods));
  }
  const counted = byMailboxOf ?? measure;
  return Prisma.sql`
    with ${rollupTables(scope, spans, 'conversations', definitionOf(counted))}
    select n.period, n.key, n.label, sum(n.count)::int as count
    from (
      ${rolledUp(scope, counted.name, parts, byMailboxOf ? ofMailbox : asCounted)}
      union all
      ${countRows(scope, measure, edges, rowsAtEdges)}
    ) n
    group by n.period, n.key, n.label`;
}

/**
 * Selects `key, label, count` of a measure of conversations created, whenever that was: rollups answer for all days but stale ones.
 * Null where the filter cuts through the parts.
 */
export function countsOfAllTime(scope: Scope, measure: Measure): Prisma.Sql | null {
  const { account } = scope;
  const parts = partsOf(scope);
  if (parts === null) return null;
  return Prisma.sql`
    with ${zoneTable(account, isCountedAhead(account.key, definitionOf(measure)))},
    stale as materialized (
      select s.day, s.month, s.starts_at, s.ends_at
      from stale_days s
      where s.account_key = ${account.key} and s.subject = 'conversations'
    ),
    edges as materialized (
      select x.starts_at as starts, x.ends_at as ends, 1 as period from stale x where (select z.holds from zone z)
      union all
      select '-infinity', 'infinity', 1 from zone z where not z.holds
    )
    select n.key, n.label, sum(n.count)::int as count
    from (
      select k.key, k.label, k.count
      from rollups r
      cross join lateral unnest(r.days, r.keys, r.labels, r.counts) as k (day, key, label, count)
      where (select z.holds from zone z) and r.account_key = ${account.key} and r.measure = ${measure.name} and ${parts}
        and (r.unit = 'month') = (r.month not in (select x.month from stale x))
        and (r.unit = 'month' or k.day not in (select x.day from stale x))
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
