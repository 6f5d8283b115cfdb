import type { Database } from '../database/client.ts';
import { keepLive } from './chatwoot/live.ts';
import { type Connection, readConnection, readConnections } from './connections.ts';
import { silentProgress } from './progress.ts';
import { realTime } from './time.ts';

/** For connections that another command has stored meanwhile. */
const lookMilliseconds = 15_000;

/** Tells that an account could not be kept current for now, and why. */
type OnFailure = (accountId: string, error: unknown) => void;

/** Keeps every connected account current. Returns how to stop it, which waits for the step under way. */
export function keepConnectionsLive(database: Database, onFailure: OnFailure): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Map<string, Promise<void>>();
  const start = ({ accountId }: Connection): void => {
    if (running.has(accountId)) return;
    const surroundings = { environment: process.env, time: realTime, signal, progress: silentProgress };
    const fail = (error: unknown): void => onFailure(accountId, error);
    const work = keepLive(database, () => readConnection(database, accountId), surroundings, fail)
      .catch(fail)
      .finally(() => running.delete(accountId));
    running.set(accountId, work);
  };
  const looking = (async () => {
    while (!signal.aborted) {
      // Where the database is away nothing can be copied; the next look finds it again.
      for (const connection of await readConnections(database).catch(() => [])) start(connection);
      await realTime.sleep(lookMilliseconds, signal).catch(() => {});
    }
  })();
  return async () => {
    stopping.abort();
    await looking;
    await Promise.all(running.values());
  };
}
