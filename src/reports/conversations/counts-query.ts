import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import { created, threadsIn, touched } from '../../reporting/activity.ts';
import { measures } from '../../reporting/conversation-stats.ts';
import type { Scope } from '../../reporting/slice.ts';

const reportMeasure = z.enum([...measures, 'tagged']);

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

const isReply = Prisma.sql`t.kind = 'reply'`;

const countOf: Record<ReportMeasure, (scope: Scope, periods: readonly Period[]) => Prisma.Sql> = {
  created: (scope, periods) => Prisma.sql`
    select 'created' as measure, c.period, count(*)::int as count
    from (${created(scope, periods)}) c
    group by c.period`,
  touched: (scope, periods) => Prisma.sql`
    select 'touched' as measure, c.period, count(*)::int as count
    from (${touched(scope, periods)}) c
    group by c.period`,
  tagged: (scope, periods) => Prisma.sql`
    select 'tagged' as measure, c.period, count(*)::int as count
    from (${touched(scope, periods)}) c
    where c.tag_keys <> '{}'
    group by c.period`,
  repliedCustomers: (scope, periods) => Prisma.sql`
    select 'repliedCustomers' as measure, t.period, count(distinct t.customer_key)::int as count
    from (${threadsIn(scope, periods, isReply)}) t
    group by t.period`,
};
