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
  const { url, publicUrl, account, databaseEnv } = settingsSchema.parse(settings);
  const { phase, page, tables, lacksRatings } = stateSchema.parse(state);
  const { stored, unfit, broken } = await readParts(database, accountKey);
  const phases = {
    conversations: async () => `conversations, page ${page}`,
    threads: async () => `threads, ${await countIncomplete(database, accountKey)} conversations to go`,
    complete: async () => 'live',
  };
  const isByRest = databaseEnv === undefined;
  const tablesPhase = tables.isCopied ? 'live' : `conversations, ${stored} copied`;
  return {
    place: `Chatwoot account ${account} at ${url ?? publicUrl}, by ${isByRest ? 'REST' : 'its database'}`,
    phase: isByRest ? await phases[phase]() : tablesPhase,
    lines: [
      `values not of their field's type: ${unfit}`,
      ...(lacksRatings ? ['notice: not all ratings could be read; they are asked for again each day'] : []),
      ...(isByRest ? [] : [`messages whose attributes cannot be read: ${broken}`]),
    ],
  };
}

const partsRow = z.object({ stored: z.int(), unfit: z.int(), broken: z.int() });

async function readParts(database: Database, accountKey: number): Promise<z.output<typeof partsRow>> {
  const [row] = await readRows(
    database,
    Prisma.sql`
      select count(*)::int as stored, coalesce(sum((parts ->> 'unfit')::int), 0)::int as unfit,
        coalesce(sum((parts ->> 'broken')::int), 0)::int as broken
      from connection_conversations where account_key = ${accountKey}`,
    partsRow,
  );
  if (!row) throw new Error('counts are one row');
  return row;
}
