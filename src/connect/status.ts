import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';
import type { Connection } from './connections.ts';
import { readDeliveredAt } from './hooks/stored.ts';
import { sourceOf } from './sources.ts';
import { type ConnectionState, connectionState } from './state.ts';

const countsRow = z.object({
  conversations: z.int(),
  closedUnknown: z.int(),
  unreadable: z.array(z.string()),
});

type Counts = z.output<typeof countsRow>;

/** What `connect status` tells of one connection, a line each. */
export async function statusLines(
  database: Database,
  connection: Connection,
  now: number,
): Promise<string[]> {
  const { accountId, accountKey, holder } = connection;
  const state = connectionState.parse(connection.state);
  const { place, phase, lines } = await sourceOf(connection).describe(database, connection);
  const { conversations, closedUnknown, unreadable } = await readCounts(database, accountKey);
  const deliveredAt = await readDeliveredAt(database, accountKey);
  return [
    `${accountId}: ${place}`,
    `  phase: ${phase}`,
    `  conversations: ${conversations}`,
    `  closed times unknown: ${closedUnknown}`,
    ...lines.map((line) => `  ${line}`),
    `  unreadable: ${unreadable.length}${listed(unreadable)}`,
    `  last change seen: ${ageOf(state.lastChangeAt, now)}`,
    `  last round of changes: ${ageOf(state.polledAt, now)}`,
    `  last check: ${state.lastCheck ? `${state.lastCheck.outcome}, ${ageOf(state.lastCheck.at, now)}` : 'none yet'}`,
    ...(deliveredAt === undefined ? [] : [`  last webhook: ${ageOf(deliveredAt, now)}`]),
    ...(isSilent(deliveredAt, state, now) ? [`  notice: webhooks do not arrive${adviceOf(connection)}`] : []),
    ...Object.entries(state.refused).map(([id, reason]) => `  not stored: ${id}: ${reason}`),
    ...state.notices.map((notice) => `  notice: ${notice}`),
    ...(state.error === null ? [] : [`  error: ${state.error}`]),
    ...(holder === null ? [] : [`  at work: ${holder}`]),
  ];
}

const day = 86_400_000;

/** What follows from a change that was delivered may move a conversation again without a word. */
const slackMilliseconds = 600_000;

/** Whether nothing was delivered for a day although polls have seen changes. */
function isSilent(
  deliveredAt: number | null | undefined,
  { hookedAt, lastChangeAt }: ConnectionState,
  now: number,
): boolean {
  if (deliveredAt === undefined) return false;
  const since = Math.max(deliveredAt ?? 0, hookedAt ?? 0);
  return now - since > day && (lastChangeAt ?? 0) > since + slackMilliseconds;
}

function adviceOf(connection: Connection): string {
  const { whenSilent } = sourceOf(connection).hooks;
  return whenSilent === undefined ? '' : `; ${whenSilent}`;
}

function listed(ids: readonly string[]): string {
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
      select count(*) filter (where not deleted)::int as conversations,
        count(*) filter (where not deleted and status = 'closed' and closed_at is null)::int as "closedUnknown",
        array(
          select id from connection_conversations
          where account_key = ${accountKey} and unreadable_since is not null
          order by length(id), id
        ) as unreadable
      from conversations where account_key = ${accountKey}`,
    countsRow,
  );
  if (!row) throw new Error('counts are one row');
  return row;
}

/** Whether something of a copy is missing: what the source cannot show, or what could not be stored. */
export async function isPartial(database: Database, connection: Connection): Promise<boolean> {
  const { unreadable } = await readCounts(database, connection.accountKey);
  return unreadable.length > 0 || Object.keys(connectionState.parse(connection.state).refused).length > 0;
}
