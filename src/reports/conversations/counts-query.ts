import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import { counts } from '../../reporting/counts.ts';
import { repliedCustomers } from '../../reporting/replied-customers.ts';
import type { Scope } from '../../reporting/slice.ts';
import { statsMeasures } from '../../reporting/stats.ts';
import { createdByType, touchedConversations, withTags } from '../../rollups/measures.ts';

const reportMeasure = z.enum([...statsMeasures, 'tagged']);

/** A measure of conversations, or `tagged`: the touched conversations that carry a tag. */
export type ReportMeasure = z.infer<typeof reportMeasure>;

const countRow = z.object({ measure: reportMeasure, period: z.int(), count: z.int() });

export type CountRow = z.infer<typeof countRow>;

/** Counts each measure in its own periods, numbered from 1; a count of 0 may have no row. */
export function readCounts(
  database: Database,
  scope: Scope,
  periodsOf: ReadonlyMap<ReportMeasure, readonly Period[]>,
): Promise<CountRow[]> {
  const selects = [...periodsOf].map(([measure, periods]) => countOf[measure](scope, periods));
  return readRows(database, Prisma.join(selects, ' union all '), countRow);
}

const countOf: Record<ReportMeasure, (scope: Scope, periods: readonly Period[]) => Prisma.Sql> = {
  created: (scope, periods) => sumOf('created', counts(scope, periods, createdByType)),
  touched: (scope, periods) => sumOf('touched', counts(scope, periods, touchedConversations)),
  tagged: (scope, periods) =>
    sumOf('tagged', counts(scope, periods, touchedConversations), Prisma.sql`where c.key = ${withTags}`),
  repliedCustomers: (scope, periods) => sumOf('repliedCustomers', repliedCustomers(scope, periods)),
};

function sumOf(measure: ReportMeasure, selected: Prisma.Sql, where = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    select ${measure}::text as measure, c.period, sum(c.count)::int as count
    from (${selected}) c
    ${where}
    group by c.period`;
}
