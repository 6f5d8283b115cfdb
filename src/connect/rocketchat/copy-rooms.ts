import { type KnownConversation, readKnown, saveKnown } from '../known.ts';
import { shaped } from '../requests/shape.ts';
import { roomDocument, roomOf } from './documents.ts';
import { undefinedWhereRefused } from './refusals.ts';
import { type Run, save } from './run.ts';
import type { SourceRoom } from './source.ts';
import { storeAttributes, storedIds, storeWhole } from './stored-rooms.ts';
import { halvesOf, lastOffset, monthsBetween, type Window } from './windows.ts';

/** A window of more rooms is split, so that little is read again where it is interrupted. */
const mostInWindow = 2000;

/** Where only this machine's clock tells when a copy began, Rocket.Chat's may be behind it. */
const clocksApart = 3_600_000;

/** Copies what rooms are besides their messages, from where it stopped before: newest months first, each from its end. */
export async function copyRooms(run: Run): Promise<void> {
  const { state, progress, client } = run;
  if (state.windows === null) {
    const newest = await client.firstRooms('_updatedAt', 1).catch(undefinedWhereRefused);
    const oldest = await client.firstRooms('ts', 1);
    const [updated] = readRooms(run, newest?.documents ?? []);
    const [first] = readRooms(run, oldest.documents);
    state.updatedUntil = updated?.updatedAt ?? null;
    state.lacksUpdates = newest === undefined;
    if (state.lacksUpdates) state.listedUntil = run.time.now() - clocksApart;
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

/** What is known of a room; complete where its messages need not be read. */
export function knownRoom(room: SourceRoom, isComplete: boolean): Omit<KnownConversation, 'isUnreadable'> {
  return {
    id: room.id,
    version: versionOf(room),
    isComplete,
    parts: isComplete ? null : { room },
    createdAt: new Date(room.createdAt),
  };
}

/**
 * Stores rooms that are new, and keeps those that changed until their messages are read: a record replaces a conversation together with
 * its threads. Forced, one that says nothing of a change counts as changed. New ones that began before what is copied are left out.
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
    if (!before && room.createdAt < (settings.since ?? room.createdAt)) return false;
    return isForced || before?.version !== versionOf(room) || before.isUnreadable;
  });
  const stored = await storedIds(run, changed);
  const reads = ({ messages }: SourceRoom): boolean => settings.takesMessages && messages > 0;
  const bare = changed.filter((room) => !stored.has(room.id) || (settings.takesMessages && !reads(room)));
  await storeWhole(
    run,
    bare.map((room) => ({ room, messages: [], transfers: [] })),
  );
  if (!settings.takesMessages)
    await storeAttributes(
      run,
      changed.filter(({ id }) => stored.has(id)),
    );
  await saveKnown(
    database,
    accountKey,
    changed.map((room) => knownRoom(room, !reads(room))),
  );
}
