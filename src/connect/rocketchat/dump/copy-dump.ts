import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { readRows } from '../../../database/read.ts';
import type { Fault } from '../../../import/parse.ts';
import type { Progress } from '../../progress.ts';
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
): Promise<void> {
  const files = await findFiles(paths);
  const lists = await readLists(files, refuse);
  const store = await open(lists);
  const shelf = createShelf();
  try {
    progress.phase('rooms read');
    await readRooms(files, shelf, store.keeping, since, refuse, progress.done);
    progress.phase('messages read');
    if (takesMessages) await readMessages(files, shelf, refuse, progress.done);
    await storeLists(store, lists);
    progress.phase('rooms stored', shelf.rooms.size());
    await storeShelf(store, shelf, lists, progress, refuse);
    if (isComplete) await deleteMissing(store, shelf, since);
  } finally {
    progress.end();
    shelf.close();
  }
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
    storing = storeMapped(store, mapped);
    storing.catch(() => {}); // It is awaited later on; until then it is not unhandled.
    progress.done(batch.length);
  }
  await settle();
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
    const last = rows.at(-1);
    if (!last) return;
    after = last.key;
  }
}
