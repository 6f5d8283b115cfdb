import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { ConversationType, Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../reporting/slice.ts';
import { matches, periodTable } from '../../reporting/where.ts';

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
    select p.period::int, counts.*
    from ${periodTable(periods)}
    cross join lateral (
      select c.type::text, count(*)::int as count
      from conversations c
      where ${matches(scope)}
        and c.created_at >= p.starts and c.created_at < p.ends
      group by c.type
    ) counts`;
  return readRows(database, statement, volumeRow);
}
