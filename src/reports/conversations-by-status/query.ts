import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../reporting/slice.ts';
import { countedStatus } from '../../reporting/status.ts';
import { matches, periodTable } from '../../reporting/where.ts';

const statusRow = z.object({
  period: z.int(),
  status: countedStatus,
  assigned: z.boolean(),
  count: z.int(),
});

export type StatusRow = z.infer<typeof statusRow>;

/** Conversations created in each period, by present status and whether somebody is assigned. */
export function readStatuses(
  database: Database,
  scope: Scope,
  periods: readonly Period[],
): Promise<StatusRow[]> {
  const statement = Prisma.sql`
    select p.period::int, counts.*
    from ${periodTable(periods)}
    cross join lateral (
      select c.status::text, c.assignee_key is not null as assigned, count(*)::int as count
      from conversations c
      where ${matches(scope)}
        and c.created_at >= p.starts and c.created_at < p.ends
      group by c.status, assigned
    ) counts`;
  return readRows(database, statement, statusRow);
}
