import type { Fault } from '../../../import/parse.ts';
import { saveKnown } from '../../known.ts';
import { knownRoom } from '../copy-rooms.ts';
import { type Mention, userMention } from '../names.ts';
import { type Mapped, mapRoom } from '../room.ts';
import { type Store, storeMapped } from '../store.ts';
import { type DumpLists, type Refuse, readRoom } from './read-dump.ts';
import type { Shelf } from './shelf.ts';

/** Rooms, customers and messages that are stored together: with what they name besides they are one transaction of the writer. */
const partsAtOnce = 6500;

export interface ShelfOptions {
  readonly shelf: Shelf;
  readonly lists: DumpLists;
  /** Rooms from then on alone; milliseconds since 1970. */
  readonly since: number | undefined;
  /** Messages could not be read, and nobody knows of which rooms. */
  readonly lacksMessages: boolean;
}

/** What became of the rooms of a shelf. */
interface Stored {
  /** Rooms that could not be read. */
  readonly unread: number;
  /** When the room that changed last did so, milliseconds since 1970; null where none says it. */
  readonly updatedUntil: number | null;
}

/** Stores all rooms of a shelf with their messages, a batch while the next is read and mapped. */
export async function storeShelf(
  store: Store,
  { shelf, lists, since, lacksMessages }: ShelfOptions,
  done: (count: number) => void,
  refuse: Refuse,
): Promise<Stored> {
  let storing: Promise<readonly Fault[]> = Promise.resolve([]);
  const settle = async (): Promise<void> => {
    for (const { id, reason } of await storing) refuse(`${id ?? 'a record'}: ${reason}`);
  };
  let unread = 0;
  let updatedUntil: number | null = null;
  let batch: Batch = { mapped: [], known: [] };
  let parts = 0;
  const storeAll = async (): Promise<void> => {
    await settle();
    storing = storeBatch(store, batch);
    storing.catch(() => {}); // It is awaited later on; until then it is not unhandled.
    done(batch.mapped.length);
    batch = { mapped: [], known: [] };
    parts = 0;
  };
  for (const documents of shelf.take()) {
    const read = readRoom(documents, store.keeping, refuse);
    if (!read) unread++;
    if (!read || (since !== undefined && read.room.createdAt < since)) continue;
    if (read.room.updatedAt !== null) updatedUntil = Math.max(updatedUntil ?? 0, read.room.updatedAt);
    batch.mapped.push(withListedNames(mapRoom(read, store.context), lists));
    batch.known.push(
      knownRoom(read.room, !(lacksMessages || read.lacksMessages) || read.room.messages === 0),
    );
    parts += 2 + read.messages.length;
    if (parts >= partsAtOnce) await storeAll();
  }
  await storeAll();
  await settle();
  return { unread, updatedUntil };
}

/** Rooms that are stored together, and what is known of them then. */
interface Batch {
  readonly mapped: Mapped[];
  readonly known: ReturnType<typeof knownRoom>[];
}

/** What is stored is known from then on, so that a connection by REST goes on from there and reads again what changes alone. */
async function storeBatch(store: Store, { mapped, known }: Batch): Promise<readonly Fault[]> {
  const faults = await storeMapped(store, mapped);
  const refused = new Set(faults.map(({ id }) => id));
  await saveKnown(
    store.database,
    store.accountKey,
    known.filter(({ id }) => !refused.has(id)),
  );
  return faults;
}

/** A user whom a room or a message names is called as the list of users has it. */
function withListedNames(mapped: Mapped, { users }: DumpLists): Mapped {
  const listed = (mention: Mention): Mention => {
    const user = mention.type === 'user' ? users.get(mention.id) : undefined;
    return user ? userMention(user) : mention;
  };
  return { ...mapped, mentioned: mapped.mentioned.map(listed) };
}
