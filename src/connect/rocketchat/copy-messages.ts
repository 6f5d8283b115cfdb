import { countIncomplete, readIncomplete, saveKnown, saveUnreadable } from '../known.ts';
import { SetAsideError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import type { StoredParts } from './copy-rooms.ts';
import { messageDocument } from './documents.ts';
import { DeniedError } from './refusals.ts';
import type { SourceParts } from './room.ts';
import { type Run, save } from './run.ts';
import type { SourceMessage, SourceRoom, SourceTransfer } from './source.ts';
import { storeRooms } from './store.ts';

/** Rooms whose messages are asked for together and stored in one transaction. */
const roomsAtOnce = 20;
const mostReadings = 3;

/** The messages of all rooms that lack them, newest rooms first. */
export async function copyMessages(run: Run): Promise<void> {
  const { database, accountKey, progress } = run;
  progress.phase('messages of rooms', await countIncomplete(database, accountKey));
  for (;;) {
    const batch = await readIncomplete(database, accountKey, roomsAtOnce);
    if (batch.length === 0) return;
    const read = await Promise.all(batch.map(({ parts }) => readParts(run, (parts as StoredParts).room)));
    run.remember(
      await storeRooms(
        run,
        read.flatMap((parts) => parts ?? []),
      ),
    );
    await saveKnown(
      database,
      accountKey,
      batch.flatMap((known, index) => (read[index] ? [{ ...known, isComplete: true, parts: null }] : [])),
    );
    const lost = batch.filter((_known, index) => !read[index]).map(({ id }) => id);
    if (lost.length > 0) await saveUnreadable(database, accountKey, lost, new Date(run.time.now()));
    progress.done(batch.length);
    await save(run);
  }
}

/** A room with its messages; undefined where Rocket.Chat no longer shows them. */
async function readParts(run: Run, room: SourceRoom): Promise<SourceParts | undefined> {
  try {
    const messages = await unlessDenied(run, 'messages', () => readMessages(run, room.id));
    const transfers = run.settings.takesTransfers
      ? await unlessDenied(run, 'transfers', () => readTransfers(run, room.id))
      : [];
    return { room, messages, transfers };
  } catch (error) {
    if (error instanceof SetAsideError) return undefined;
    throw error;
  }
}

/** What the user may not see is left out from then on, with one warning. */
async function unlessDenied<Part>(run: Run, part: string, read: () => Promise<Part[]>): Promise<Part[]> {
  if (run.denied.has(part)) return [];
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof DeniedError)) throw error;
    run.denied.add(part);
    run.warn(error.message);
    return [];
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
