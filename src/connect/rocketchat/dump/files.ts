import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UsageError } from '../../../usage-error.ts';
import { isArchive } from './documents.ts';

/** The collections of a workspace that are read, as MongoDB names them. */
const collections = {
  rooms: 'rocketchat_room',
  messages: 'rocketchat_message',
  users: 'users',
  departments: 'rocketchat_livechat_department',
  fields: 'rocketchat_livechat_custom_field',
} as const;

type Collection = keyof typeof collections;

/** The files of a dump by what they hold. */
export type DumpFiles = { readonly [Name in Collection]: readonly string[] };

const fileForm = /^(\w+)(\.relaxed|\.canonical)?\.(json|ndjson|bson)(\.gz)?$/;

/** Also read by nobody: visitors and contacts, whom rooms name. */
const passedOver = /^rocketchat_livechat_(visitor|contact)\.|\.metadata\.json(\.gz)?$/;

/**
 * Finds the files of a dump in files and folders, by their names. Throws a `UsageError` that says what is wrong and how to mend it where
 * a file cannot be read, is none of a workspace, or there are no rooms.
 */
export async function findFiles(paths: readonly string[]): Promise<DumpFiles> {
  const found: Record<Collection, string[]> = {
    rooms: [],
    messages: [],
    users: [],
    departments: [],
    fields: [],
  };
  for (const path of paths) {
    for (const file of await filesIn(path)) {
      const collection = collectionOf(basename(file));
      if (collection) found[collection].push(file);
      else if (!passedOver.test(basename(file))) await assertNone(file, path);
    }
  }
  if (found.rooms.length > 0) return found;
  throw new UsageError(`--dump: there is no file ${collections.rooms}.bson or .json in ${paths.join(', ')}`);
}

async function filesIn(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    throw new UsageError(`--dump: ${path} cannot be read: ${(error as Error).message}`);
  }
}

function collectionOf(name: string): Collection | undefined {
  const [, collection] = fileForm.exec(name) ?? [];
  return (Object.keys(collections) as Collection[]).find((key) => collections[key] === collection);
}

/** Other files of a folder are no concern of a workspace's dump, unless all of it is in one of them. */
async function assertNone(file: string, path: string): Promise<void> {
  if (await isArchive(file))
    throw new UsageError(
      `--dump: ${file} is an archive, which holds collections in pieces; write them one by one with mongodump --out FOLDER`,
    );
  if (file === path)
    throw new UsageError(
      `--dump: ${file} is named like no collection that is read: ${Object.values(collections).join(', ')}`,
    );
}
