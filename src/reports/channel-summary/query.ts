import { z } from 'zod';
import { count } from '../../counting/count.ts';
import { statuses } from '../../counting/measures/conversation.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';
import { countedStatus } from '../../question/status.ts';

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
    select s.period, s.label as channel, (${statuses}::text[])[s.key] as status, s.count
    from (${count(scope, periods, 'created', 'channel')}) s`;
  return readRows(database, statement, channelRow);
}
