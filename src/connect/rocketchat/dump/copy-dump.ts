import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { readRows } from '../../../database/read.ts';
import type { Fault } from '../../../import/parse.ts';
import { forgetKnown, saveKnown } from '../../known.ts';
import type { Progress } from '../../progress.ts';
import { knownRoom } from '../copy-rooms.ts';
import { listedRecords } from '../known-names.ts';
import { departmentMention, type Mention, userMention } from '../names.ts';
import { type Mapped, mapRoom, type SourceParts } from '../room.ts';
import { type Store, storeMapped } from '../store.ts';
import { findFiles } from './files.ts';
import { type DumpLists, type Refuse, readLists, readMessages, readRooms } from './read-dump.ts';
import { createShelf, type Shelf } from './shelf.ts';

export interface DumpOptions {
  readonly paths: readonly string[];
  /** Rooms from then on alone; milliseconds since 1970. */
  readonly since: number | undefined;
  readonly takesMessages: boolean;
  /** Whether what the dump lacks is no longer there. */
  readonly isComplete: boolean;
}

/** Conversations and threads that are stored in one transaction, as many as an import takes. */
const partsAtOnce = 7000;

/**
 * Copies a workspace out of files of its database: what they hold replaces what is stored. `open` is given the lists and gives where to
 * store. Documents that cannot be read or stored are told to `refuse`; throws a `UsageError` where there is nothing to read.
 */
export async function copyDump(
  { paths, since, takesMessages, isComplete }: DumpOptions,
  open: (lists: DumpLists) => Promise<Store>,
  progress: Progress,
  refuse: Refuse,
): Promise<Copied> {
  const files = await findFiles(paths);
  const lists = await readLists(files, refuse);
  const store = await open(lists);
  const shelf = createShelf();
  try {
    progress.phase('rooms read');
    const rooms = counting(refuse);
    await readRooms(files, shelf, store.keeping, since, rooms.refuse, progress.done);
    progress.phase('messages read');
    const messages = counting(refuse);
    if (takesMessages) await readMessages(files, shelf, messages.refuse, progress.done);
    await storeLists(store, lists);
    progress.phase('rooms stored', shelf.rooms.size());
    const lacksMessages = takesMessages && (files.messages.length === 0 || messages.refused() > 0);
    await storeShelf(store, shelf, lists, lacksMessages, progress, refuse);
    if (isComplete && rooms.refused() === 0 && shelf.rooms.size() > 0)
      await deleteMissing(store, shelf, since);
    else if (isComplete) refuse('--complete: nothing is deleted, as rooms of the dump could not be read');
    return { store, updatedUntil: shelf.updatedUntil() };
  } finally {
    progress.end();
    shelf.close();
  }
}

/** What a copy leaves to go on from. */
interface Copied {
  readonly store: Store;
  /** When the room that changed last did so, milliseconds since 1970; null where none says it. */
  readonly updatedUntil: number | null;
}

/** Counts what is refused. */
function counting(refuse: Refuse): { refuse: Refuse; refused: () => number } {
  let count = 0;
  const counted = (reason: string): void => {
    count++;
    refuse(reason);
  };
  return { refuse: counted, refused: () => count };
}

async function storeLists({ write, names }: Store, { departments, users }: DumpLists): Promise<void> {
  const agents = Array.from(users.values()).filter(({ isAgent }) => isAgent);
  await write(listedRecords(names, [...departments.map(departmentMention), ...agents.map(userMention)]));
}

/** Stores a batch while the next is mapped. */
async function storeShelf(
  store: Store,
  shelf: Shelf,
  lists: DumpLists,
  lacksMessages: boolean,
  progress: Progress,
  refuse: Refuse,
): Promise<void> {
  let storing: Promise<readonly Fault[]> = Promise.resolve([]);
  const settle = async (): Promise<void> => {
    for (const { id, reason } of await storing) refuse(`${id ?? 'a record'}: ${reason}`);
  };
  for (const batch of batchesOf(shelf)) {
    const mapped = batch.map((parts) => withListedNames(mapRoom(parts, store.context), lists));
    await settle();
    storing = storeBatch(store, batch, mapped, lacksMessages);
    storing.catch(() => {}); // It is awaited later on; until then it is not unhandled.
    progress.done(batch.length);
  }
  await settle();
}

/** What is stored is known from then on, so that a connection by REST goes on from there and reads again what changes alone. */
async function storeBatch(
  store: Store,
  batch: readonly SourceParts[],
  mapped: readonly Mapped[],
  lacksMessages: boolean,
): Promise<readonly Fault[]> {
  const faults = await storeMapped(store, mapped);
  const refused = new Set(faults.map(({ id }) => id));
  const stored = batch.map(({ room }) => room).filter(({ id }) => !refused.has(id));
  await saveKnown(
    store.database,
    store.accountKey,
    stored.map((room) => knownRoom(room, !lacksMessages || room.messages === 0)),
  );
  return faults;
}

function* batchesOf(shelf: Shelf): Generator<SourceParts[]> {
  let batch: SourceParts[] = [];
  let parts = 0;
  for (const room of shelf.take()) {
    batch.push(room);
    parts += 1 + room.messages.length;
    if (parts < partsAtOnce) continue;
    yield batch;
    batch = [];
    parts = 0;
  }
  if (batch.length > 0) yield batch;
}

/** A user whom a room or a message names is called as the list of users has it. */
function withListedNames(mapped: Mapped, { users }: DumpLists): Mapped {
  const listed = (mention: Mention): Mention => {
    const user = mention.type === 'user' ? users.get(mention.id) : undefined;
    return user ? userMention(user) : mention;
  };
  return { ...mapped, mentioned: mapped.mentioned.map(listed) };
}

const idsAtOnce = 10_000;

/** Marks rooms deleted that the dump lacks, of those that it would have. */
async function deleteMissing(
  { database, accountKey, write }: Store,
  shelf: Shelf,
  since: number | undefined,
): Promise<void> {
  for (let after = -1; ; ) {
    const rows = await readRows(
      database,
      Prisma.sql`
        select key, id from conversations
        where account_key = ${accountKey} and key > ${after} and not deleted
          ${since === undefined ? Prisma.empty : Prisma.sql`and created_at >= ${new Date(since)}`}
        order by key limit ${idsAtOnce}`,
      z.object({ key: z.int(), id: z.string() }),
    );
    const missing = rows.filter(({ id }) => shelf.rooms.placeOf(id) === undefined);
    await write(missing.map(({ id }) => ({ type: 'conversationDeletion', id, isErased: true })));
    await forgetKnown(
      database,
      accountKey,
      missing.map(({ id }) => id),
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.key;
  }
}
