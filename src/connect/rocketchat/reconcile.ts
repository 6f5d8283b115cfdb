import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { forgetKnown, readKnown, readUnreadableAgain } from '../known.ts';
import { refusedConversations } from '../refused.ts';
import { copyMessages } from './copy-messages.ts';
import { readRooms, readWindow, storeChanged, versionOf } from './copy-rooms.ts';
import { readBackwards } from './poll.ts';
import { type Run, save } from './run.ts';
import type { SourceRoom } from './source.ts';
import { storeAttributes } from './stored-rooms.ts';
import { monthsBetween, type Window } from './windows.ts';

const closedAgainMilliseconds = 7 * 86_400_000;

/** Looks through all months for rooms that are missing on either side, and once more at those that were closed lately. */
export async function reconcile(run: Run): Promise<void> {
  const { client, time, settings } = run;
  const [first] = readRooms(run, (await client.firstRooms('ts', 1)).documents);
  const earliest = await earliestStored(run);
  const since = Math.max(
    Math.min(first?.createdAt ?? time.now(), earliest ?? time.now()),
    settings.since ?? 0,
  );
  await forgetGone(run);
  for (const month of monthsBetween(since, time.now())) {
    await reconcileMonth(run, month);
    await run.between?.();
  }
  await readBackwards(
    run,
    (offset) => client.roomsClosedSince(time.now() - closedAgainMilliseconds, offset),
    (rooms) => storeAgain(run, rooms),
  );
  await readUnreadableAgain(run.database, run.accountKey);
  await copyMessages(run);
  run.state.lacksUpdates = false;
  await save(run);
}

/** A room that was refused and has been erased since is no longer one that could not be stored. */
async function forgetGone({ client, state }: Run): Promise<void> {
  for (const id of refusedConversations(state)) if (!(await client.room(id))) delete state.refused[id];
}

/** Reads a month again where as many rooms are not there as here. */
async function reconcileMonth(run: Run, month: Window): Promise<void> {
  const { total } = await run.client.roomsCreated({ start: month.start, end: month.end }, 0);
  const before = await storedIn(run, month);
  if (total === before.length) return;
  const seen = new Set<string>();
  const take = (rooms: readonly SourceRoom[]): Promise<void> => {
    for (const { id } of rooms) seen.add(id);
    return storeChanged(run, rooms);
  };
  let windows = [month];
  for (let [window, ...others] = windows; window; [window, ...others] = windows)
    windows = [...(await readWindow(run, window, take)), ...others];
  await deleteRooms(
    run,
    before.filter((id) => !seen.has(id) && !Object.hasOwn(run.state.refused, id)),
  );
}

/** Marks rooms deleted that Rocket.Chat has erased. */
async function deleteRooms({ database, accountKey, write }: Run, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await write(ids.map((id) => ({ type: 'conversationDeletion', id, isErased: true })));
  await forgetKnown(database, accountKey, ids);
}

/** Stores rooms that say nothing of a change as well, with the threads that they have. */
async function storeAgain(run: Run, rooms: readonly SourceRoom[]): Promise<void> {
  const { database, accountKey } = run;
  const ids = rooms.map(({ id }) => id);
  const known = await readKnown(database, accountKey, ids);
  await storeChanged(run, rooms);
  const same = rooms.filter((room) => known.get(room.id)?.version === versionOf(room));
  await storeAttributes(run, same);
}

async function storedIn({ database, accountKey }: Run, { start, end }: Window): Promise<string[]> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select id from conversations
      where account_key = ${accountKey} and not deleted
        and created_at >= ${new Date(start)} and created_at <= ${new Date(end)}`,
    z.object({ id: z.string() }),
  );
  return rows.map(({ id }) => id);
}

async function earliestStored({ database, accountKey }: Run): Promise<number | undefined> {
  const [row] = await readRows(
    database,
    Prisma.sql`
      select min(created_at) as earliest from conversations where account_key = ${accountKey} and not deleted`,
    z.object({ earliest: z.date().nullable() }),
  );
  return row?.earliest?.getTime();
}
