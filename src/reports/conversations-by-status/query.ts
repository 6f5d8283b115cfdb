import { z } from 'zod';
import { count } from '../../counting/count.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';
import { countedStatus } from '../../question/status.ts';

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
    select s.period, s.label as status, s.key = 1 as assigned, s.count
    from (${count(scope, periods, 'created', 'status')}) s`;
  return readRows(database, statement, statusRow);
}
