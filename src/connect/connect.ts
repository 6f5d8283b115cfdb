import { randomBytes } from 'node:crypto';
import type { Database } from '../database/client.ts';
import { UsageError } from '../usage-error.ts';
import { accountKeyOf, type Connection, readConnection, saveConnection, saveError } from './connections.ts';
import { readHook, saveHook } from './hooks/stored.ts';
import { lockConnection, underLock } from './lock.ts';
import { isUnasked } from './requests/errors.ts';
import type { Access, Source, Work } from './source.ts';
import { sourceOf } from './sources.ts';
import type { Surroundings } from './surroundings.ts';
import { writerOf } from './writer.ts';

export interface ConnectOptions {
  /** The name of the account here; undefined: the source's. */
  readonly as: string | undefined;
  /** Where the source reaches this deskgraph; undefined: it delivers nothing. */
  readonly webhookUrl?: string | undefined;
}

/**
 * Checks access and stores the connection of an account, made where it is new. Throws a `UsageError` that says what to do where the
 * account is taken or the source lets nobody in. Gives the lines that the person who connects should read.
 */
export async function connect(
  database: Database,
  source: Source,
  settings: object,
  options: ConnectOptions,
  surroundings: Surroundings,
): Promise<{ connection: Connection; lines: readonly string[] }> {
  // Where a name is given, that it is taken is known before anything is asked for.
  if (options.as !== undefined) await assertFree(database, options.as, source, settings);
  const access = await toldInWords(source.access(settings, surroundings));
  const accountId = options.as ?? access.accountId;
  const before = await assertFree(database, accountId, source, settings);
  if (before && access.assertSame) await toldInWords(access.assertSame(database, before.accountKey));
  if (!before) await writeAccount(database, accountId, access);
  const accountKey = await accountKeyOf(database, accountId);
  if (accountKey === undefined) throw new Error(`account ${accountId} could not be stored`);
  const { release } = await lockConnection(database, accountKey);
  try {
    // Another command may have connected the account meanwhile.
    await assertFree(database, accountId, source, settings);
    await saveConnection(database, { accountKey, source: source.name, settings }, access.state);
    const connection = await readConnection(database, accountId);
    if (!connection) throw new Error(`the connection of ${accountId} could not be stored`);
    const { webhookUrl } = options;
    const lines =
      webhookUrl === undefined
        ? []
        : await toldInWords(register(database, source, connection, webhookUrl, surroundings));
    return { connection, lines: [...access.lines, ...lines] };
  } finally {
    await release();
  }
}

async function toldInWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isUnasked(error)) throw new UsageError(error.message);
    throw error;
  }
}

/** The connection that an account of this name has already; undefined where it is free. */
async function assertFree(
  database: Database,
  accountId: string,
  { name, isSame }: Source,
  settings: object,
): Promise<Connection | undefined> {
  const before = await readConnection(database, accountId);
  const other = new UsageError(
    `the account "${accountId}" is from another source: choose another name with --as`,
  );
  if (before) {
    if (before.source !== name || !isSame(before.settings, settings)) throw other;
    return before;
  }
  const accountKey = await accountKeyOf(database, accountId);
  // One without a mailbox is what a connection leaves that was cut short before its first list.
  if (accountKey !== undefined && (await database.prisma.mailbox.count({ where: { accountKey } })) > 0)
    throw other;
  return undefined;
}

async function writeAccount(database: Database, accountId: string, { account }: Access): Promise<void> {
  const [fault] = await writerOf(database, accountId)([{ type: 'account', id: accountId, ...account }]);
  if (fault) throw new UsageError(`the account "${accountId}" cannot be stored: ${fault.reason}`);
}

async function register(
  database: Database,
  { name, hooks }: Source,
  { accountKey, settings, state }: Connection,
  webhookUrl: string,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  const before = await readHook(database, accountKey);
  const key = randomBytes(32).toString('base64url');
  const place = { settings, state, surroundings };
  const { hook, lines } = await hooks.register(place, `${webhookUrl}/connect/${name}/`, key, before);
  await saveHook(database, accountKey, hook);
  if (hook.key !== before?.key) {
    const hookedAt = surroundings.time.now();
    await saveConnection(database, { accountKey, source: name, settings: settings as object }, { hookedAt });
  }
  return lines;
}

/** Copies an account, or makes one round of changes where it is copied already. What stops it is kept for `connect status`. */
export async function copyOnce(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
): Promise<Work> {
  return underLock(database, connection, surroundings, async (stored, locked) => {
    try {
      const work = await sourceOf(stored).open(database, stored, locked);
      await work.copyOnce();
      work.state.error = null;
      await work.save();
      return work;
    } catch (error) {
      await saveError(database, stored.accountKey, error);
      throw error;
    }
  });
}
