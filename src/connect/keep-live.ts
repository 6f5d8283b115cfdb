import type { Database } from '../database/client.ts';
import { type Connection, errorLineOf, readConnection, saveError } from './connections.ts';
import { createMarkFetcher } from './hooks/fetcher.ts';
import { readDeliveredAt } from './hooks/stored.ts';
import { HeldError, underLock } from './lock.ts';
import { AccessError } from './requests/errors.ts';
import { runDue } from './schedule.ts';
import type { Work } from './source.ts';
import { sourceOf } from './sources.ts';
import type { Surroundings } from './surroundings.ts';

/** How often is looked for marks that are due, and for tasks. */
const lookMilliseconds = 1000;

/** Webhooks arrive where one came within so long. */
const arrivingMilliseconds = 600_000;

/** How long to leave a source alone that lets nobody in, or fails. */
const accessPauseMilliseconds = 900_000;
const failurePauseMilliseconds = 60_000;

/** How long to leave an account to the process that is at it. */
const heldPauseMilliseconds = 15_000;

/**
 * Keeps an account current until the signal is aborted or its connection is removed. What fails is kept for `connect status`, told
 * to `onFailure`, and tried again later. A command that waits for the account gets it after the step under way; where another
 * process is at the account, this one waits for its end.
 */
export async function keepLive(
  database: Database,
  accountId: string,
  surroundings: Surroundings,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const { signal, time } = surroundings;
  while (!signal.aborted) {
    const connection = await readConnection(database, accountId).catch(() => 'away' as const);
    if (!connection) return;
    const pause =
      connection === 'away'
        ? failurePauseMilliseconds
        : await cycle(database, connection, surroundings, onFailure);
    if (pause > 0) await time.sleep(pause, signal).catch(() => {});
  }
}

/** One cycle under the lock; returns how long to wait before the next. */
async function cycle(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
  onFailure: (error: unknown) => void,
): Promise<number> {
  try {
    await underLock(
      database,
      connection,
      surroundings,
      (stored, locked, isWanted) => keepUp(database, stored, locked, { isWanted, onFailure }),
      'keepCurrent',
    );
    return 0;
  } catch (error) {
    if (surroundings.signal.aborted) return 0;
    if (error instanceof HeldError) return heldPauseMilliseconds;
    onFailure(error);
    await saveError(database, connection.accountKey, error).catch(onFailure);
    return error instanceof AccessError ? accessPauseMilliseconds : failurePauseMilliseconds;
  }
}

interface Company {
  readonly isWanted: () => Promise<boolean>;
  readonly onFailure: (error: unknown) => void;
}

/** Does what is due and fetches what is marked, until a command waits or what was read at the opening is to be read anew. */
async function keepUp(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
  { isWanted, onFailure }: Company,
): Promise<void> {
  const { time, signal } = surroundings;
  const { accountKey } = connection;
  const source = sourceOf(connection);
  let between = async (): Promise<void> => {};
  const work = await source.open(database, connection, { ...surroundings, between: () => between() });
  if (!work.isCopied()) await work.copyOnce();
  const marked = createMarkFetcher(database, accountKey, work, surroundings);
  between = marked.fetch;
  const until = time.now() + source.openMilliseconds;
  const retries = new Map<string, number>();
  while (time.now() < until && !marked.mustReopen() && !(await isWanted())) {
    const deliveredAt = (await readDeliveredAt(database, accountKey)) ?? 0;
    const hooksArrive = time.now() - deliveredAt < arrivingMilliseconds;
    const errors = await runDue(work, hooksArrive, retries, { ...surroundings, between });
    await marked.fetch();
    errors.push(...marked.takeErrors());
    errors.forEach(onFailure);
    await keepError(work, errors, retries.size === 0);
    await time.sleep(lookMilliseconds, signal);
  }
}

/** Keeps the first error for `connect status` until everything goes well again. */
async function keepError({ state, save }: Work, [first]: readonly unknown[], isWell: boolean): Promise<void> {
  const before = state.error;
  if (first !== undefined) state.error = errorLineOf(first);
  else if (isWell) state.error = null;
  if (state.error !== before) await save();
}
