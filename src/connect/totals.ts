import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';
import { connectionState } from './state.ts';

const totalsRow = z.object({
  accountId: z.string(),
  source: z.string(),
  state: connectionState.pick({ polledAt: true, lastCheck: true }),
  conversations: z.int(),
  unreadable: z.int(),
});

/** What is measured of a connection. */
export type ConnectionTotals = z.output<typeof totalsRow>;

/** Goes through the connections of all accounts; only the operator is told what it finds. */
export const selectConnectionTotals = Prisma.sql`
  select a.id as "accountId", c.source, c.state, k.conversations, k.unreadable
  from connections c
  join accounts a on a.key = c.account_key
  cross join lateral (
    select count(*)::int as conversations, count(*) filter (where unreadable_since is not null)::int as unreadable
    from connection_conversations k where k.account_key = c.account_key
  ) k`;

export function readConnectionTotals(database: Database): Promise<ConnectionTotals[]> {
  return readRows(database, selectConnectionTotals, totalsRow);
}
