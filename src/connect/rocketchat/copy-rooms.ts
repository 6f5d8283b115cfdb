import { readKnown, saveKnown } from '../known.ts';
import { shaped } from '../requests/shape.ts';
import { roomDocument, roomOf } from './documents.ts';
import { type Run, save } from './run.ts';
import type { SourceRoom } from './source.ts';
import { storeRooms } from './store.ts';
import { halvesOf, lastOffset, monthsBetween, type Window } from './windows.ts';

/** A window of more rooms is split, so that little is read again where it is interrupted. */
const mostInWindow = 2000;

/** Copies what rooms are besides their messages, from where it stopped before: newest months first, each from its end. */
export async function copyRooms(run: Run): Promise<void> {
  const { state, progress, client } = run;
  if (state.windows === null) {
    const newest = await client.firstRooms('_updatedAt', 1);
    const oldest = await client.firstRooms('ts', 1);
    const [updated] = readRooms(run, newest.documents);
    const [first] = readRooms(run, oldest.documents);
    state.updatedUntil = updated?.updatedAt ?? null;
    const since = Math.max(first?.createdAt ?? run.time.now(), run.settings.since ?? 0);
    state.windows = monthsBetween(since, Math.max(run.time.now(), since, updated?.updatedAt ?? 0));
    await save(run);
    progress.phase('rooms', oldest.total);
  } else progress.phase('rooms');
  for (let [window] = state.windows; window; [window] = state.windows) {
    state.windows = [...(await readWindow(run, window)), ...state.windows.slice(1)];
    await save(run);
  }
}

/** Reads one page of a window, and returns what is left to be read in place of the window. */
export async function readWindow(
  run: Run,
  window: Window,
  take = (rooms: readonly SourceRoom[]): Promise<void> => storeChanged(run, rooms),
): Promise<Window[]> {
  const { start, end, next, step } = window;
  const offset = next ?? 0;
  const { documents, total } = await run.client.roomsCreated({ start, end }, offset);
  if (next !== null) {
    await take(readRooms(run, documents));
    run.progress.done(documents.length);
    return next === 0 ? [] : [{ ...window, next: Math.max(0, next - step) }];
  }
  const halves = total > mostInWindow ? halvesOf(window) : undefined;
  if (halves) return halves;
  if (total > documents.length && documents.length > 0)
    return [{ ...window, next: lastOffset(total, documents.length), step: documents.length }];
  await take(readRooms(run, documents));
  run.progress.done(documents.length);
  return [];
}

/** The rooms of an answer. One that cannot be read is remembered as refused, and stops no other. */
export function readRooms(run: Run, documents: readonly unknown[]): SourceRoom[] {
  const { state, keeping } = run;
  return documents.flatMap((document) => {
    const isRoom = typeof document === 'object' && document !== null;
    if (isRoom && 't' in document && document.t !== 'l') return [];
    try {
      const room = roomOf(shaped(roomDocument, document), keeping);
      delete state.refused[room.id];
      state.lastChangeAt = Math.max(state.lastChangeAt ?? 0, room.updatedAt ?? 0);
      return [room];
    } catch (error) {
      const id = isRoom && '_id' in document ? String(document._id) : 'a room without an id';
      state.refused[id] = (error as Error).message;
      return [];
    }
  });
}

/** Changes whenever something of a room does. */
export function versionOf({ updatedAt, messages, lastMessageAt }: SourceRoom): string {
  return `${updatedAt} ${messages} ${lastMessageAt}`;
}

/** What is kept of a room until its messages are read. */
export interface StoredParts {
  readonly room: SourceRoom;
}

/**
 * Stores rooms that are new, and keeps those that changed until their messages are read: a record replaces a conversation together with
 * its threads. Forced, one that says nothing of a change counts as changed.
 */
export async function storeChanged(run: Run, rooms: readonly SourceRoom[], isForced = false): Promise<void> {
  const { database, accountKey, settings } = run;
  const known = await readKnown(
    database,
    accountKey,
    rooms.map(({ id }) => id),
  );
  const changed = rooms.filter((room) => {
    const before = known.get(room.id);
    return isForced || before?.version !== versionOf(room) || before.isUnreadable;
  });
  const fresh = changed.filter(({ id }) => !known.has(id));
  const reads = (room: SourceRoom): boolean => settings.takesMessages && room.messages > 0;
  const whole = changed.filter((room) => !reads(room) && known.has(room.id));
  await storeAll(run, [...fresh, ...whole]);
  await saveKnown(
    database,
    accountKey,
    changed.map((room) => ({
      id: room.id,
      version: versionOf(room),
      isComplete: !reads(room),
      parts: reads(room) ? { room } : null,
      createdAt: new Date(room.createdAt),
    })),
  );
}

/** Stores rooms without messages. */
async function storeAll(run: Run, rooms: readonly SourceRoom[]): Promise<void> {
  if (rooms.length === 0) return;
  const parts = rooms.map((room) => ({ room, messages: [], transfers: [] }));
  run.remember(await storeRooms(run, parts));
}
