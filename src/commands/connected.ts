import type { Command } from 'commander';
import { type Connection, readConnections } from '../connect/connections.ts';
import { readHook, readReceivers } from '../connect/hooks/stored.ts';
import { underLock } from '../connect/lock.ts';
import { toSeconds } from '../connect/options.ts';
import { silentProgress } from '../connect/progress.ts';
import { removeConnection } from '../connect/remove.ts';
import { isUnasked } from '../connect/requests/errors.ts';
import { sourceOf } from '../connect/sources.ts';
import { statusLines } from '../connect/status.ts';
import type { Surroundings } from '../connect/surroundings.ts';
import { realTime } from '../connect/time.ts';
import { refreshRollups } from '../counting/ahead/refresh.ts';
import { type Database, openCurrentDatabase } from '../database/client.ts';
import { messageOf } from '../message.ts';
import { settingsOf } from '../settings.ts';
import { UsageError } from '../usage-error.ts';

/** Adds what `deskgraph connect` does with accounts that are connected. */
export function registerConnected(connectCommand: Command): void {
  connectCommand
    .command('status')
    .description('tell how far connected accounts are copied')
    .option('--as <id>', 'one account alone')
    .action((options: { as?: string }) => withDatabase((database) => printStatus(database, options.as)));
  connectCommand
    .command('check')
    .description(
      "compare copies with the source's own report; exit code 1 where they differ, 2 where it cannot be asked",
    )
    .option('--as <id>', 'one account alone')
    .option('--since <time>', 'compare what was created from then on', toSeconds)
    .option('--until <time>', 'and before then', toSeconds)
    .option('--repair', 'ask again for what differs', false)
    .action((options: CheckCommand) => withDatabase((database) => checkConnections(database, options)));
  connectCommand
    .command('remove')
    .description('forget how an account is reached, and delete the account with its tokens')
    .requiredOption('--as <id>', 'the account')
    .option('--keep-data', 'keep the account and its tokens; nothing is copied any more', false)
    .action((options: RemoveCommand) => withDatabase((database) => remove(database, options)));
}

async function printStatus(database: Database, as: string | undefined): Promise<void> {
  for (const connection of await connectionsNamed(database, as))
    process.stdout.write([...(await statusLines(database, connection, Date.now())), ''].join('\n'));
}

interface CheckCommand {
  readonly as?: string;
  readonly since?: number;
  readonly until?: number;
  readonly repair: boolean;
}

/** One that cannot be asked, or fails, keeps none of the others from being checked; the worst of their exit codes is the command's. */
async function checkConnections(database: Database, { as, ...options }: CheckCommand): Promise<void> {
  const { since = 0, until = Number.POSITIVE_INFINITY } = options;
  if (since >= until) throw new UsageError('--since must be before --until');
  const connections = await connectionsNamed(database, as);
  for (const connection of connections) {
    const { accountId } = connection;
    if (connections.length > 1) process.stdout.write(`${accountId}:\n`);
    const exitCode = await checkConnection(database, connection, options).catch((error: unknown) => {
      process.stderr.write(`deskgraph: ${accountId}: ${messageOf(error)}\n`);
      return isUnasked(error) || error instanceof UsageError ? 2 : 1;
    });
    process.exitCode = Math.max(Number(process.exitCode ?? 0), exitCode);
  }
  await refreshRollups(database);
}

async function checkConnection(
  database: Database,
  connection: Connection,
  options: Omit<CheckCommand, 'as'>,
): Promise<number> {
  const surroundings = surroundingsOf(new AbortController().signal);
  return underLock(database, connection, surroundings, async (stored, locked) => {
    const work = await sourceOf(stored).open(database, stored, locked);
    const print = (line: string): void => void process.stdout.write(`${line}\n`);
    // All reports are loaded with it: the other commands start without them.
    const { ownAnswersOf } = await import('./own-answers.ts');
    const own = ownAnswersOf(database, stored.accountId);
    return (await work.check({ ...options, print }, own)).exitCode;
  });
}

interface RemoveCommand {
  readonly as: string;
  readonly keepData: boolean;
}

async function remove(database: Database, { as, keepData }: RemoveCommand): Promise<void> {
  for (const connection of await connectionsNamed(database, as)) {
    const surroundings = surroundingsOf(new AbortController().signal);
    await underLock(database, connection, surroundings, async (stored, locked) => {
      await removeHook(database, stored, locked);
      await removeConnection(database, stored, { keepsData: keepData });
    });
    process.stdout.write(keepData ? `${as} is copied no more\n` : `${as} is deleted\n`);
  }
}

/** A source that lets nobody in any more is no reason to keep its copy. */
async function removeHook(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
): Promise<void> {
  const hook = await readHook(database, connection.accountKey);
  if (!hook) return;
  const { hooks, title, name } = sourceOf(connection);
  // One account that is connected under two names has one webhook.
  if ((await readReceivers(database, name, hook.key)).length > 1) return;
  await hooks.remove({ ...connection, surroundings }, hook).catch((error: Error) => {
    process.stderr.write(`deskgraph: the webhook stays in ${title}: ${error.message}\n`);
  });
}

/** What a command goes by that tells of no progress. */
export function surroundingsOf(signal: AbortSignal): Surroundings {
  return { environment: process.env, time: realTime, signal, progress: silentProgress, onSent: () => {} };
}

/** Connections that a command is about. Throws a `UsageError` where there are none. */
async function connectionsNamed(database: Database, as: string | undefined): Promise<Connection[]> {
  const all = await readConnections(database);
  const named = as === undefined ? all : all.filter(({ accountId }) => accountId === as);
  if (named.length > 0) return named;
  throw new UsageError(as === undefined ? 'no account is connected' : `no account "${as}" is connected`);
}

export async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openCurrentDatabase(settingsOf(process.env));
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
