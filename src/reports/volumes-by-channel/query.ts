import { z } from 'zod';
import { count } from '../../counting/count.ts';
import type { Database } from '../../database/client.ts';
import { ConversationType, Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';

const volumeRow = z.object({
  period: z.int(),
  type: z.enum(ConversationType),
  count: z.int(),
});

export type VolumeRow = z.infer<typeof volumeRow>;

/** Conversations created in each period (a bucket is one), by type. */
export function readVolumes(
  database: Database,
  scope: Scope,
  periods: readonly Period[],
): Promise<VolumeRow[]> {
  const statement = Prisma.sql`
    select v.period, v.label as type, v.count
    from (${count(scope, periods, 'created', 'type')}) v`;
  return readRows(database, statement, volumeRow);
}
