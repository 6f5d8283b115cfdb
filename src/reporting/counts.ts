import { Prisma } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';
import { definitionOf } from '../rollups/definitions.ts';
import type { Measure } from '../rollups/measures.ts';
import { created, type Times, threadsIn, timesOf, touched } from './activity.ts';
import { isWholeAccount, mailboxPartsOf, partsOf } from './parts.ts';
import {
  asCounted,
  edges,
  hasWholeDays,
  ofMailbox,
  rolledUp,
  rollupTables,
  spansOf,
  touchedAtEdges,
} from './rollup.ts';
import type { Scope } from './slice.ts';

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
      ${countRows(scope, measure, edges, touchedAtEdges)}
    ) n
    group by n.period, n.key, n.label`;
}

function countRows(
  scope: Scope,
  measure: Measure,
  times: Times,
  touchedIn: typeof touched = touched,
): Prisma.Sql {
  const { activity, key, label, condition, joins } = measure;
  const rows = {
    created: () => Prisma.sql`(${created(scope, times)}) c`,
    touched: () => Prisma.sql`(${touchedIn(scope, times)}) c`,
    threads: () => Prisma.sql`(${threadsIn(scope, times, condition)}) t`,
  }[activity]();
  return Prisma.sql`
    select ${activity === 'threads' ? Prisma.sql`t` : Prisma.sql`c`}.period, ${key} as key, ${label} as label, count(*)::int as count
    from ${rows} ${joins(scope.account.key)}
    where ${condition}
    group by 1, 2, 3`;
}
