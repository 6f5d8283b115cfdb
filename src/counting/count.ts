import { Prisma } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';
import type { Scope, Slice } from '../question/slice.ts';
import { clockOf, noClock } from './measures/clock.ts';
import { type Dimension, dimensions } from './measures/dimensions.ts';
import type { Activity } from './measures/measures.ts';
import {
  countingOf,
  type DimensionName,
  type DimensionOf,
  type MeasureName,
  type OnClock,
  type Pair,
} from './measures/pairs.ts';
import { aheadOf, planOf } from './plan.ts';
import * as customers from './replied-customers.ts';
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

/** By what customers with a reply are counted, each of them once a key. */
const customersBy = {
  nothing: customers.allTogether,
  mailbox: customers.byMailbox,
  assignee: customers.byAssignee,
  author: customers.byAuthor,
  team: customers.byTeam,
  tag: customers.byTag,
};

/** What is added up to resolutions: neither measure counts what the other does. */
const resolutions = ['resolutionsByThread', 'resolutionsByClosing'] as const;

type Dimensions = { [Of in MeasureName]: Record<DimensionOf<Of>, unknown> } & {
  resolutions: Record<DimensionOf<(typeof resolutions)[number]>, unknown>;
  repliedCustomers: typeof customersBy;
};

/** What is counted: a measure, resolutions of both kinds, or customers with a reply. */
export type Counted = keyof Dimensions;

type ByAny<Of extends Counted> = keyof Dimensions[Of] & DimensionName;

/** By what it can be counted, whatever the clock. */
export type By<Of extends Counted> = Exclude<ByAny<Of>, OnClock>;

type ScopeOnClock = Scope & Pick<Slice, 'timeZone'>;

/**
 * The door to all counting. Selects `period, key, label, count` of something in each period, numbered from 1: one row or more a key,
 * which are added up, and none where there is nothing to count. Whether rollups or rows answer is settled behind it. Customers have
 * no label.
 */
export function count<Of extends Counted>(
  scope: Scope,
  periods: readonly Period[],
  what: Of,
  by: By<Of>,
): Prisma.Sql;
export function count<Of extends Counted>(
  scope: ScopeOnClock,
  periods: readonly Period[],
  what: Of,
  by: ByAny<Of>,
): Prisma.Sql;
export function count(
  scope: Scope | ScopeOnClock,
  periods: readonly Period[],
  what: Counted,
  by: DimensionName,
): Prisma.Sql {
  if (what === 'repliedCustomers') {
    const groupings: Partial<Record<DimensionName, customers.CustomerGrouping>> = customersBy;
    const grouping = groupings[by];
    if (!grouping) throw new Error(`${what} is not counted by ${by}`);
    return customers.repliedCustomers(scope, periods, grouping);
  }
  if (what !== 'resolutions') return countMeasure(scope, periods, what, by);
  const each = resolutions.map(
    (of) => Prisma.sql`
      select r.* from (${countMeasure(scope, periods, of, by)}) r`,
  );
  return Prisma.join(each, ' union all ');
}

/**
 * Rollups answer for the whole days of a period, as the account's time zone has them, except for stale ones; stored rows answer for
 * the rest, and for everything where the filter cuts through the parts or nothing is counted ahead. It is all one statement: whatever
 * is written meanwhile, the two fit together.
 */
function countMeasure(
  scope: Scope | ScopeOnClock,
  periods: readonly Period[],
  what: MeasureName,
  by: DimensionName,
): Prisma.Sql {
  const { isOnClock }: Dimension = dimensions[by];
  const clock = isOnClock && 'timeZone' in scope ? clockOf(scope.timeZone, periods) : noClock;
  const counting = countingOf(what, by, clock);
  const { pair, isByPart } = counting;
  const plan = planOf(scope, periods, aheadOf(counting));
  if (plan === null) return countRows(scope, pair, timesOf(periods));
  return Prisma.sql`
    with ${rollupTables(scope, plan)}
    select n.period, n.key, n.label, sum(n.count)::int as count
    from (
      ${addends(scope, plan, isByPart ? ofMailbox : asCounted, countRows(scope, pair, edges, rowsAtEdges))}
    ) n
    group by n.period, n.key, n.label`;
}

/**
 * Selects `key, label, count` of conversations created, whenever that was: rollups answer for all days but stale ones. Null where it
 * is not counted ahead of time of just what the filter asks for.
 */
export function countOfAllTime(
  scope: Scope,
  what: 'created' | 'left',
  by: By<'created' | 'left'>,
): Prisma.Sql | null {
  const counting = countingOf(what, by);
  const ahead = aheadOf(counting);
  const parts = ahead?.partsOf(scope);
  if (!ahead || !parts) return null;
  return Prisma.sql`
    with ${allTimeTables(scope, ahead.definition)}
    select n.key, n.label, sum(n.count)::int as count
    from (
      ${rolledUpOfAllTime(scope, ahead.definition, parts)}
      union all
      select r.key, r.label, r.count from (${countRows(scope, counting.pair, edges)}) r
    ) n
    group by n.key, n.label`;
}

/** Selects what a pair counts in each period, as `c`, or as `t` with its conversation `c` where these are threads. */
type Rows = Record<Activity, (scope: Scope, times: Times, pair: Pair) => Prisma.Sql>;

const threads: Rows['threads'] = (scope, times, { conditionOfThreads }) =>
  Prisma.sql`(${threadsIn(scope, times, conditionOfThreads)}) t
    cross join lateral (select t.*) c`;

const allRows: Rows = {
  created: (scope, times) => Prisma.sql`(${created(scope, times)}) c`,
  touched: (scope, times) => Prisma.sql`(${touched(scope, times)}) c`,
  replied: (scope, times) => Prisma.sql`(${replied(scope, times)}) c`,
  closed: (scope, times) => Prisma.sql`(${closed(scope, times)}) c`,
  threads,
  events: threads,
};

/** The same of what no rollup counts. */
const rowsAtEdges: Rows = {
  ...allRows,
  touched: (scope, times) => Prisma.sql`(${touchedAtEdges(scope, times)}) c`,
  replied: (scope, times) => Prisma.sql`(${repliedAtEdges(scope, times)}) c`,
};

/** Selects `period, key, label, count` of a pair over the stored rows of some times. */
function countRows(scope: Scope, pair: Pair, times: Times, rows = allRows): Prisma.Sql {
  const { activity, key, label, condition, joins } = pair;
  const period = rows[activity] === threads ? Prisma.sql`t.period` : Prisma.sql`c.period`;
  return Prisma.sql`
    select ${period}, ${key} as key, ${label} as label, count(*)::int as count
    from ${rows[activity](scope, times, pair)} ${joins(scope.account.key)}
    where ${condition}
    group by 1, 2, 3`;
}
