import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Connection } from '../connections.ts';
import { type ChatwootState, settingsSchema, stateSchema } from './state.ts';

const countsRow = z.object({
  conversations: z.int(),
  closedUnknown: z.int(),
  waiting: z.int(),
  unreadable: z.array(z.int()),
  unfit: z.int(),
});

type Counts = z.infer<typeof countsRow>;

/** What `connect status` tells of one connection, a line each. */
export async function statusLines(
  database: Database,
  connection: Connection,
  now: number,
): Promise<string[]> {
  const { url, account } = settingsSchema.parse(connection.settings);
  const state = stateSchema.parse(connection.state);
  const counts = await readCounts(database, connection.accountKey);
  return [
    `${connection.accountId}: Chatwoot account ${account} at ${url}, by REST`,
    `  phase: ${phaseOf(state, counts)}`,
    `  conversations: ${counts.conversations}`,
    `  closed times unknown: ${counts.closedUnknown}`,
    `  values not of their field's type: ${counts.unfit}`,
    `  unreadable: ${counts.unreadable.length}${listed(counts.unreadable)}`,
    `  last change seen: ${ageOf(state.lastChangeAt, now)}`,
    `  last round of changes: ${ageOf(state.polledAt, now)}`,
    `  last check: ${state.lastCheck ? `${state.lastCheck.outcome}, ${ageOf(state.lastCheck.at, now)}` : 'none yet'}`,
    ...Object.entries(state.refused).map(([id, reason]) => `  not stored: ${id}: ${reason}`),
    ...state.notices.map((notice) => `  notice: ${notice}`),
    ...(state.error === null ? [] : [`  error: ${state.error}`]),
    ...(connection.holder === null ? [] : [`  at work: ${connection.holder}`]),
  ];
}

function phaseOf({ phase, page }: ChatwootState, { waiting }: Counts): string {
  if (phase === 'conversations') return `conversations, page ${page}`;
  if (phase === 'threads') return `threads, ${waiting} conversations to go`;
  return 'live';
}

function listed(ids: readonly number[]): string {
  return ids.length > 0 ? ` (${ids.slice(0, 20).join(', ')}${ids.length > 20 ? ', …' : ''})` : '';
}

function ageOf(milliseconds: number | null, now: number): string {
  if (milliseconds === null) return 'none yet';
  const seconds = Math.max(0, Math.round((now - milliseconds) / 1000));
  return `${new Date(milliseconds).toISOString()}, ${seconds} s ago`;
}

async function readCounts(database: Database, accountKey: number): Promise<Counts> {
  const [row] = await readRows(
    database,
    Prisma.sql`
      select
        (select count(*)::int from conversations where account_key = ${accountKey} and not deleted) as conversations,
        (
          select count(*)::int from conversations
          where account_key = ${accountKey} and not deleted and status = 'closed' and closed_at is null
        ) as "closedUnknown",
        k.waiting, k.unreadable, k.unfit
      from (
        select count(*) filter (where not is_complete and unreadable_since is null)::int as waiting,
          coalesce(array_agg(id order by id) filter (where unreadable_since is not null), '{}') as unreadable,
          coalesce(sum((parts ->> 'unfit')::int), 0)::int as unfit
        from connection_conversations where account_key = ${accountKey}
      ) k`,
    countsRow,
  );
  if (!row) throw new Error('counts are one row');
  return row;
}
