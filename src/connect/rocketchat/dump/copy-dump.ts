import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { readRows } from '../../../database/read.ts';
import { forgetKnown } from '../../known.ts';
import type { Progress } from '../../progress.ts';
import { listedRecords } from '../known-names.ts';
import { departmentMention, userMention } from '../names.ts';
import type { Store } from '../store.ts';
import { findFiles } from './files.ts';
import { type DumpLists, type Refuse, readLists, setMessagesAside, setRoomsAside } from './read-dump.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { storeShelf } from './store-shelf.ts';

export interface DumpOptions {
  readonly paths: readonly string[];
  /** Rooms from then on alone; milliseconds since 1970. */
  readonly since: number | undefined;
  readonly takesMessages: boolean;
  /** Whether what the dump lacks is no longer there. */
  readonly isComplete: boolean;
}

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
    const broken = counting(refuse);
    await setRoomsAside(files, shelf, broken.refuse, progress.done);
    progress.phase('messages read');
    const lost = counting(refuse);
    if (takesMessages) await setMessagesAside(files, shelf, lost.refuse, progress.done);
    await storeLists(store, lists);
    progress.phase('rooms stored', shelf.rooms.size());
    const lacksMessages = takesMessages && (files.messages.length === 0 || lost.refused() > 0);
    const options = { shelf, lists, since, lacksMessages };
    const { unread, updatedUntil } = await storeShelf(store, options, progress.done, refuse);
    if (isComplete && unread + broken.refused() === 0 && shelf.rooms.size() > 0)
      await deleteMissing(store, shelf, since);
    else if (isComplete) refuse('--complete: nothing is deleted, as rooms of the dump could not be read');
    return { store, updatedUntil };
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
