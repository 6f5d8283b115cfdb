import { countIncomplete, readIncomplete, saveKnown, saveUnreadable } from '../known.ts';
import { SetAsideError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import { knownRoom, type StoredParts } from './copy-rooms.ts';
import { messageDocument } from './documents.ts';
import { DeniedError } from './refusals.ts';
import type { SourceParts } from './room.ts';
import { type Run, save } from './run.ts';
import type { SourceMessage, SourceRoom, SourceTransfer } from './source.ts';
import { storeAttributes, storeWhole } from './stored-rooms.ts';

/** Rooms whose messages are asked for together and stored in one transaction. */
const roomsAtOnce = 20;
const mostReadings = 3;

/** The messages of rooms that lack them, of all or among some, newest rooms first. */
export async function copyMessages(run: Run, among?: readonly string[]): Promise<void> {
  const { database, accountKey, progress } = run;
  progress.phase('messages of rooms', among?.length ?? (await countIncomplete(database, accountKey)));
  for (;;) {
    const batch = await readIncomplete(database, accountKey, roomsAtOnce, among);
    if (batch.length === 0) return;
    const rooms = batch.map(({ parts }) => (parts as StoredParts).room);
    const read = await Promise.all(rooms.map((room) => readParts(run, room)));
    await storeWhole(
      run,
      read.flatMap((parts) => parts ?? []),
    );
    await saveKnown(
      database,
      accountKey,
      batch.flatMap((known, index) => (read[index] ? [{ ...known, isComplete: true, parts: null }] : [])),
    );
    await leaveUnread(
      run,
      rooms.filter((_room, index) => !read[index]),
    );
    progress.done(batch.length);
    await save(run);
    await run.between?.();
  }
}

/**
 * Rooms whose messages cannot be read now keep the threads that are stored; the reconciliation asks for them again. Where the user may
 * see none, which is told once, no room is unreadable by itself.
 */
async function leaveUnread(run: Run, rooms: readonly SourceRoom[]): Promise<void> {
  if (rooms.length === 0) return;
  await storeAttributes(run, rooms);
  if (run.denied.has('messages')) {
    const unread = rooms.map((room) => ({ ...knownRoom(room, false), version: null, isComplete: true }));
    return saveKnown(run.database, run.accountKey, unread);
  }
  const ids = rooms.map(({ id }) => id);
  await saveUnreadable(run.database, run.accountKey, ids, new Date(run.time.now()));
}

/** A room with its messages; undefined where Rocket.Chat does not show them. */
async function readParts(run: Run, room: SourceRoom): Promise<SourceParts | undefined> {
  try {
    const messages = await unlessDenied(run, 'messages', () => readMessages(run, room.id));
    if (!messages) return undefined;
    const transfers = run.settings.takesTransfers
      ? await unlessDenied(run, 'transfers', () => readTransfers(run, room.id))
      : [];
    return { room, messages, transfers: transfers ?? [] };
  } catch (error) {
    if (error instanceof SetAsideError) return undefined;
    throw error;
  }
}

/** Undefined is what the user may not see, which is not asked for from then on, with one warning. */
async function unlessDenied<Part>(
  run: Run,
  part: string,
  read: () => Promise<Part[]>,
): Promise<Part[] | undefined> {
  if (run.denied.has(part)) return undefined;
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof DeniedError)) throw error;
    run.denied.add(part);
    run.warn(error.message);
    return undefined;
  }
}

/** All messages of a room: again where one was deleted meanwhile, which moves those behind it. */
async function readMessages({ client }: Run, id: string): Promise<SourceMessage[]> {
  for (let reading = 1; ; reading++) {
    const found: unknown[] = [];
    const totals = new Set<number>();
    for (;;) {
      const { documents, total } = await client.messages(id, found.length);
      totals.add(total);
      found.push(...documents);
      if (documents.length === 0 || found.length >= total) break;
    }
    if (totals.size > 1 && reading < mostReadings) continue;
    const messages = found.flatMap((document) => shaped(messageDocument, document) ?? []);
    return [...new Map(messages.map((message) => [message.id, message])).values()];
  }
}

async function readTransfers({ client }: Run, id: string): Promise<SourceTransfer[]> {
  return (await client.transfers(id)).map(({ ts, transferredBy: by }) => ({
    at: Date.parse(ts),
    by: by?._id === undefined ? null : { id: by._id, username: by.username ?? null },
  }));
}
