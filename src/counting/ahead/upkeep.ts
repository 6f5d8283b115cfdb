import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../database/client.ts';
import { afterRequests } from './after-requests.ts';
import { type RefreshOptions, refreshRollups } from './refresh.ts';

/** What was marked so short a time ago is likely to be marked again by the same import. */
const quietSeconds = 1;

/**
 * Refreshes stale rollups again and again, at first after a pause. Reports are right without it, and slower. What fails is tried
 * again after the next pause, and what another process counts is left to it. Returns how to stop it, which waits for the step under
 * way.
 */
export function keepRollupsFresh(
  database: Database,
  pauseMilliseconds: number,
  onFailure: (error: unknown) => void,
  options: Pick<RefreshOptions, 'whileImporting'> = {},
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const looks = { notBefore: 0 };
  const beforeStep = (): Promise<void> => afterRequests(database, signal);
  const keeping = (async () => {
    while (!signal.aborted) {
      await sleep(pauseMilliseconds, undefined, { signal }).catch(() => {});
      await refreshRollups(database, {
        ...options,
        signal,
        quietSeconds,
        leavesToOthers: true,
        beforeStep,
        looks,
      }).catch(onFailure);
    }
  })();
  return async () => {
    stopping.abort();
    await keeping;
  };
}

/**
 * Counts the months that an import has left behind while it goes on, and leaves customers, who may come again, to its end, as well as
 * what fails here. The embedded engine does one thing at a time. Returns how to stop it.
 */
export function countMeanwhile(database: Database, pauseMilliseconds: number): () => Promise<void> {
  if (!database.pool) return async () => {};
  return keepRollupsFresh(database, pauseMilliseconds, () => {}, { whileImporting: true });
}
