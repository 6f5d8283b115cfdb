import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Connection } from '../connections.ts';
import type { Description } from '../source.ts';
import { instant } from './client.ts';
import { settingsSchema, stateSchema } from './state.ts';

/** What `connect status` tells of a connection to Help Scout alone. */
export async function describe(
  database: Database,
  { settings, state, accountKey }: Connection,
): Promise<Description> {
  const { mailboxes } = settingsSchema.parse(settings);
  const { phase, copiedFrom, hasReports } = stateSchema.parse(state);
  const phases = {
    windows: copiedFrom === null ? 'conversations' : `conversations, back to ${instant(copiedFrom)}`,
    spam: 'spam',
    complete: 'live',
  };
  const { approximateRatings, droppedValues } = await readShortfalls(database, accountKey);
  const unknown = await readUnknownTypes(database, accountKey);
  return {
    place: `Help Scout, ${mailboxes.length > 0 ? `inboxes ${mailboxes.join(', ')}` : 'all inboxes'}`,
    phase: phases[phase],
    lines: [
      'handle times: Help Scout does not tell them',
      `ratings with the time of their reply: ${approximateRatings}`,
      `values of fields that no list has: ${droppedValues}`,
      ...unknown.map(
        ({ type, count }) => `${count} ${count === 1 ? 'thread' : 'threads'} of unknown type ${type}`,
      ),
      ...(hasReports ? [] : ['reports: not of this plan or user, so nothing can be checked']),
    ],
  };
}

const shortfallRow = z.object({ approximateRatings: z.int(), droppedValues: z.int() });

async function readShortfalls(
  database: Database,
  accountKey: number,
): Promise<z.output<typeof shortfallRow>> {
  const [row] = await readRows(
    database,
    Prisma.sql`
      select coalesce(sum((parts ->> 'approximateRatings')::int), 0)::int as "approximateRatings",
        coalesce(sum((parts ->> 'droppedValues')::int), 0)::int as "droppedValues"
      from connection_conversations where account_key = ${accountKey}`,
    shortfallRow,
  );
  return row ?? { approximateRatings: 0, droppedValues: 0 };
}

function readUnknownTypes(
  database: Database,
  accountKey: number,
): Promise<{ type: string; count: number }[]> {
  return readRows(
    database,
    Prisma.sql`
      select t.type, count(*)::int as count
      from connection_conversations k cross join lateral jsonb_array_elements_text(k.parts -> 'unknownTypes') as t (type)
      where k.account_key = ${accountKey}
      group by t.type order by t.type`,
    z.object({ type: z.string(), count: z.int() }),
  );
}
