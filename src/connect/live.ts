import type { Database } from '../database/client.ts';
import { readConnections } from './connections.ts';
import { keepLive } from './keep-live.ts';
import { silentProgress } from './progress.ts';
import { realTime } from './time.ts';

/** For connections that another command has stored meanwhile. */
const lookMilliseconds = 15_000;

/** What a server is told of its connections. */
export interface Watcher {
  /** An account could not be kept current for now, and why. */
  readonly onFailure: (accountId: string, error: unknown) => void;
  /** What the operator should know of an account though nothing failed. */
  readonly onNotice: (accountId: string, notice: string) => void;
  /** A request was sent for an account, with the status that came back; 0 where none did. */
  readonly onSent: (accountId: string, status: number) => void;
}

/** Keeps every connected account current. Returns how to stop it, which waits for the step under way. */
export function keepConnectionsLive(
  database: Database,
  { onFailure, onNotice, onSent }: Watcher,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Map<string, Promise<void>>();
  const start = (accountId: string): void => {
    if (running.has(accountId)) return;
    const surroundings = {
      environment: process.env,
      time: realTime,
      signal,
      progress: silentProgress,
      onSent: (status: number): void => onSent(accountId, status),
      tell: (notice: string): void => onNotice(accountId, notice),
    };
    const fail = (error: unknown): void => onFailure(accountId, error);
    const work = keepLive(database, accountId, surroundings, fail)
      .catch(fail)
      .finally(() => running.delete(accountId));
    running.set(accountId, work);
  };
  const looking = (async () => {
    while (!signal.aborted) {
      // Where the database is away nothing can be copied; the next look finds it again.
      for (const { accountId } of await readConnections(database).catch(() => [])) start(accountId);
      await realTime.sleep(lookMilliseconds, signal).catch(() => {});
    }
  })();
  return async () => {
    stopping.abort();
    await looking;
    await Promise.all(running.values());
  };
}
