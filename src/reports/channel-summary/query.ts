import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../reporting/slice.ts';
import { countedStatus } from '../../reporting/status.ts';
import { matches, periodTable } from '../../reporting/where.ts';

const channelRow = z.object({
  period: z.int(),
  channel: z.string(),
  status: countedStatus,
  count: z.int(),
});

export type ChannelRow = z.infer<typeof channelRow>;

/** Conversations created in each period, by channel and present status. */
export function readChannels(
  database: Database,
  scope: Scope,
  periods: readonly Period[],
): Promise<ChannelRow[]> {
  const statement = Prisma.sql`
    select p.period::int, counts.*
    from ${periodTable(periods)}
    cross join lateral (
      select c.channel, c.status::text, count(*)::int as count
      from conversations c
      where ${matches(scope)}
        and c.created_at >= p.starts and c.created_at < p.ends
      group by c.channel, c.status
    ) counts`;
  return readRows(database, statement, channelRow);
}
