import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { mapRoom, type SourceParts } from './room.ts';
import type { Run } from './run.ts';
import type { SourceRoom } from './source.ts';
import { storeMapped, storeRooms } from './store.ts';

const idRow = z.object({ id: z.string() });

/** Of so many rooms the ids of those that are stored, deleted ones included. */
export async function storedIds(
  { database, accountKey }: Run,
  rooms: readonly SourceRoom[],
): Promise<Set<string>> {
  const ids = rooms.map(({ id }) => id);
  const rows = await readRows(
    database,
    Prisma.sql`select id from conversations where account_key = ${accountKey} and id = any(${ids}::text[])`,
    idRow,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Stores rooms with all of their parts, in place of what is stored of them. */
export async function storeWhole(run: Run, parts: readonly SourceParts[]): Promise<void> {
  if (parts.length === 0) return;
  const refusals = await storeRooms(run, parts);
  run.remember(
    parts.map(({ room }) => room),
    refusals,
  );
}

/** Stores what rooms are besides their messages: the threads that they have stay. Rooms that are not stored are left aside. */
export async function storeAttributes(run: Run, rooms: readonly SourceRoom[]): Promise<void> {
  const ids = await storedIds(run, rooms);
  const stored = rooms.filter(({ id }) => ids.has(id));
  if (stored.length === 0) return;
  const mapped = stored.map((room) => mapRoom({ room, messages: [], transfers: [] }, run.context));
  const refusals = await storeMapped(run, mapped, ({ threads: _, ...record }) => ({
    ...record,
    type: 'conversationAttributes',
  }));
  run.remember(stored, refusals);
}
