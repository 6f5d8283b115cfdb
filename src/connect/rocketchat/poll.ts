import type { Page } from './client.ts';
import { copyMessages } from './copy-messages.ts';
import { readRooms, storeChanged } from './copy-rooms.ts';
import { undefinedWhereRefused } from './refusals.ts';
import { type Run, save } from './run.ts';
import type { SourceRoom } from './source.ts';
import { lastOffset } from './windows.ts';

/** Rooms that changed so long before the last that is known are looked at again. */
const overlapMilliseconds = 300_000;
const mostReadings = 3;

/** Stores the rooms that changed since the last poll, with their messages. */
export async function pollRooms(run: Run): Promise<void> {
  const { state, time } = run;
  const startedAt = time.now();
  const isRead = state.lacksUpdates ? await readLists(run) : await readUpdates(run);
  await copyMessages(run);
  if (isRead) state.polledAt = startedAt;
  await save(run);
  run.progress.end();
}

/** Rooms in the order in which they changed. What moves to the top meanwhile comes with the next poll. */
async function readUpdates(run: Run): Promise<boolean> {
  const { state } = run;
  for (let reading = 1; reading <= mostReadings; reading++) {
    const found = await readFromTop(run).catch(undefinedWhereRefused);
    if (!found) {
      await readLists(run);
      state.lacksUpdates = true;
      return true;
    }
    await storeChanged(run, [...found.rooms.values()]);
    if (!found.isWhole) continue;
    state.updatedUntil = found.latest ?? state.updatedUntil;
    return true;
  }
  return false;
}

interface Updates {
  readonly rooms: Map<string, SourceRoom>;
  /** The latest change that the first page tells of. */
  readonly latest: number | null;
  /** False where a room was erased meanwhile, which pulls others past the reader. */
  readonly isWhole: boolean;
}

/** Pages overlap by a room: where the first of a page was not the last of the one before, rooms may have been missed. */
async function readFromTop({ client, ...run }: Run): Promise<Updates> {
  const { state } = run;
  const rooms = new Map<string, SourceRoom>();
  let latest: number | null = null;
  for (let offset = 0; ; ) {
    const { documents, total } = await client.roomsUpdated(offset);
    const found = readRooms({ client, ...run }, documents);
    const isFirst = offset === 0;
    if (!isFirst && !isJoined(documents, rooms)) return { rooms, latest, isWhole: false };
    for (const room of found) rooms.set(room.id, room);
    if (isFirst) latest = found[0]?.updatedAt ?? null;
    const last = found.at(-1)?.updatedAt ?? null;
    const isKnown = last === null || last < (state.updatedUntil ?? 0) - overlapMilliseconds;
    if (isKnown || offset + documents.length >= total) return { rooms, latest, isWhole: true };
    offset += Math.max(1, documents.length - 1);
  }
}

function isJoined([first]: readonly unknown[], rooms: ReadonlyMap<string, SourceRoom>): boolean {
  return typeof first === 'object' && first !== null && '_id' in first && rooms.has(String(first._id));
}

/** Without that order: rooms that are not closed, and those closed since. */
async function readLists(run: Run): Promise<boolean> {
  const { client, state } = run;
  // How far changes are known stays: closed rooms that changed meanwhile are found when their order can be had again.
  let latest = Math.max(state.updatedUntil ?? 0, state.listedUntil ?? 0);
  const since = Math.max(0, latest - overlapMilliseconds);
  const take = async (rooms: readonly SourceRoom[]): Promise<void> => {
    await storeChanged(run, rooms);
    for (const { updatedAt } of rooms) latest = Math.max(latest, updatedAt ?? 0);
  };
  for (const list of ['open', 'queued', 'onhold'] as const)
    await readBackwards(run, (offset) => client.roomsIn(list, offset), take);
  await readBackwards(run, (offset) => client.roomsClosedSince(since, offset), take);
  state.listedUntil = latest;
  return true;
}

/** All pages of a list in the order of beginning, last page first: what leaves it meanwhile moves others to pages that are still to come. */
export async function readBackwards(
  run: Run,
  read: (offset: number) => Promise<Page>,
  take: (rooms: readonly SourceRoom[]) => Promise<void>,
): Promise<void> {
  const first = await read(0);
  const step = first.documents.length;
  for (let offset = step > 0 ? lastOffset(first.total, step) : 0; offset > 0; offset -= step)
    await take(readRooms(run, (await read(offset)).documents));
  const again = first.total > step ? await read(0) : first;
  await take(readRooms(run, again.documents));
}
