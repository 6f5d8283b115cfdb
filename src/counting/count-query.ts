import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';
import { groupBy } from '../group.ts';
import { type Period, periodKey } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import { statsMeasures } from '../question/stats-measures.ts';
import { count } from './count.ts';
import { cutsThroughParts } from './parts.ts';
import { countThreads, isThreadCount } from './rows/thread-counts.ts';

const reportMeasure = z.enum([
  ...statsMeasures,
  'tagged',
  'messagesReceived',
  'repliesSent',
  'repliedConversations',
  'resolutions',
  'reopenings',
]);

/** What a report counts in a period; `tagged` are the touched conversations that carry a tag. */
export type ReportMeasure = z.infer<typeof reportMeasure>;

const countRow = z.object({ measure: reportMeasure, period: z.int(), count: z.int() });

type CountRow = z.infer<typeof countRow>;

/** Counts each measure in its own periods, numbered from 1; a count of 0 may have no row. */
export function readCounts(
  database: Database,
  scope: Scope,
  periodsOf: ReadonlyMap<ReportMeasure, readonly Period[]>,
): Promise<CountRow[]> {
  const together = cutsThroughParts(scope.filter) ? threadCountsTogether(periodsOf) : [];
  const apart = [...periodsOf].filter(
    ([measure]) => !together.some((of) => of.some(([counted]) => counted === measure)),
  );
  const selects = [
    ...together.map((of) =>
      countThreads(
        scope,
        of[0][1],
        of.map(([measure]) => measure),
      ),
    ),
    ...apart.map(([measure, periods]) => countOf(measure, scope, periods)),
  ];
  return readRows(database, Prisma.join(selects, ' union all '), countRow);
}

/** Where rows are read, the counts of the same threads, in groups that are asked about the same periods. */
function threadCountsTogether(periodsOf: ReadonlyMap<ReportMeasure, readonly Period[]>) {
  const counted = [...periodsOf].flatMap(([measure, periods]) =>
    isThreadCount(measure) ? [[measure, periods] as const] : [],
  );
  return [...groupBy(counted, ([, periods]) => periods.map(periodKey).join(' ')).values()];
}

function countOf(measure: ReportMeasure, scope: Scope, periods: readonly Period[]): Prisma.Sql {
  if (measure === 'tagged')
    return sumOf(measure, count(scope, periods, 'touched', 'tagged'), Prisma.sql`where c.key = ${1}`);
  return sumOf(measure, count(scope, periods, measure, 'nothing'));
}

function sumOf(measure: ReportMeasure, selected: Prisma.Sql, where = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    select ${measure}::text as measure, c.period, sum(c.count)::int as count
    from (${selected}) c
    ${where}
    group by c.period`;
}
