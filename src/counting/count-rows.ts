import { Prisma } from '../database/generated/client.ts';
import type { Scope } from '../question/slice.ts';
import type { Activity } from './measures/measures.ts';
import type { Pair } from './measures/pairs.ts';
import { edges, repliedAtEdges, touchedAtEdges } from './rollup.ts';
import { closed, created, replied, type Times, threadsIn, touched } from './rows/activity.ts';

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
export function countRows(scope: Scope, pair: Pair, times: Times, rows = allRows): Prisma.Sql {
  const { activity, key, label, condition, joins } = pair;
  const period = rows[activity] === threads ? Prisma.sql`t.period` : Prisma.sql`c.period`;
  return Prisma.sql`
    select ${period}, ${key} as key, ${label} as label, count(*)::int as count
    from ${rows[activity](scope, times, pair)} ${joins(scope.account.key)}
    where ${condition}
    group by 1, 2, 3`;
}

/** The same of the rows at the edges of a plan, which no rollup counts. */
export function countEdges(scope: Scope, pair: Pair): Prisma.Sql {
  return countRows(scope, pair, edges, rowsAtEdges);
}
