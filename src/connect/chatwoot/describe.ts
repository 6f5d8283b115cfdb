import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Connection } from '../connections.ts';
import { countIncomplete } from '../known.ts';
import type { Description } from '../source.ts';
import { settingsSchema, stateSchema } from './state.ts';

/** What `connect status` tells of a connection to Chatwoot alone. */
export async function describe(
  database: Database,
  { settings, state, accountKey }: Connection,
): Promise<Description> {
  const { url, account } = settingsSchema.parse(settings);
  const { phase, page } = stateSchema.parse(state);
  const phases = {
    conversations: async () => `conversations, page ${page}`,
    threads: async () => `threads, ${await countIncomplete(database, accountKey)} conversations to go`,
    complete: async () => 'live',
  };
  return {
    place: `Chatwoot account ${account} at ${url}, by REST`,
    phase: await phases[phase](),
    lines: [`values not of their field's type: ${await countUnfit(database, accountKey)}`],
  };
}

async function countUnfit(database: Database, accountKey: number): Promise<number> {
  const [row] = await readRows(
    database,
    Prisma.sql`
      select coalesce(sum((parts ->> 'unfit')::int), 0)::int as unfit
      from connection_conversations where account_key = ${accountKey}`,
    z.object({ unfit: z.int() }),
  );
  return row?.unfit ?? 0;
}
