import type { Database } from '../../database/client.ts';
import { UsageError } from '../../usage-error.ts';
import { accountKeyOf, type Connection, readConnection, saveConnection } from '../connections.ts';
import { lockConnection } from '../lock.ts';
import { AccessError, SetAsideError } from '../requests/errors.ts';
import { writerOf } from '../writer.ts';
import { checkAccess } from './access.ts';
import { fetchVanished, followChanges, pollConversations } from './changes.ts';
import { check } from './check.ts';
import { copyAll } from './copy.ts';
import { openClient, openRun, type Surroundings } from './open.ts';
import { type Run, save, saveError } from './run.ts';
import { type ChatwootSettings, settingsSchema, stateSchema } from './state.ts';

/**
 * Checks access and stores the connection of an account, made where it is new. Throws a `UsageError` that says what to do where the
 * account is taken or Chatwoot lets nobody in.
 */
export async function connect(
  database: Database,
  accountId: string,
  settings: ChatwootSettings,
  surroundings: Surroundings,
): Promise<Connection> {
  const before = await readConnection(database, accountId);
  await assertFree(database, accountId, settings, before);
  const state = stateSchema.parse(before?.state ?? {});
  const client = openClient(settings, state, surroundings);
  try {
    await checkAccess(client, settings.account, state);
    if (!before) {
      const { name } = await client.account();
      await writerOf(database, accountId)([{ type: 'account', id: accountId, name, timeZone: 'UTC' }]);
    }
  } catch (error) {
    if (error instanceof AccessError || error instanceof SetAsideError) throw new UsageError(error.message);
    throw error;
  }
  const accountKey = await accountKeyOf(database, accountId);
  if (accountKey === undefined) throw new Error(`account ${accountId} could not be stored`);
  await saveConnection(database, { accountKey, source: 'chatwoot', settings, state });
  return { accountKey, accountId, source: 'chatwoot', settings, state, holder: null };
}

async function assertFree(
  database: Database,
  accountId: string,
  { url, account }: ChatwootSettings,
  before: Connection | undefined,
): Promise<void> {
  const other = new UsageError(
    `the account "${accountId}" is from another source: choose another name with --as`,
  );
  if (before) {
    const stored = before.source === 'chatwoot' ? settingsSchema.parse(before.settings) : undefined;
    if (stored?.account !== account || new URL(stored.url).host !== new URL(url).host) throw other;
    return;
  }
  const accountKey = await accountKeyOf(database, accountId);
  // One without a mailbox is what a connection leaves that was cut short before its first list.
  if (accountKey !== undefined && (await database.prisma.mailbox.count({ where: { accountKey } })) > 0)
    throw other;
}

/** Copies an account, or makes one round of changes where it is copied already, and compares it with Chatwoot's report. */
export async function copyOnce(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
): Promise<Run> {
  const release = await lockConnection(database, connection.accountKey);
  try {
    const run = await openRun(database, connection, surroundings);
    if (run.state.phase === 'complete') await followChanges(run);
    else await copyFirst(run);
    run.state.error = null;
    await save(run);
    return run;
  } catch (error) {
    await saveError(database, connection.accountKey, error);
    throw error;
  } finally {
    await release();
  }
}

async function copyFirst(run: Run): Promise<void> {
  await copyAll(run);
  await fetchVanished(run);
  await pollConversations(run);
  await check(run, { repair: true, print: () => {} });
}
