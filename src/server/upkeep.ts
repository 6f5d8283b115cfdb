import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../database/client.ts';
import { refreshRollups } from '../rollups/refresh.ts';
import { toLoggable } from './loggable.ts';

/**
 * Refreshes stale rollups every few seconds, for the imports that did not live to do it. Reports are right without it, and
 * slower; the first requests of a new server need not wait for it. Returns how to stop it, which waits for the step under way.
 */
export function keepRollupsFresh(
  database: Database,
  logger: Logger,
  pauseMilliseconds = 10_000,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const keeping = (async () => {
    while (!signal.aborted) {
      await sleep(pauseMilliseconds, undefined, { signal }).catch(() => {});
      await refreshRollups(database, signal).catch((error: unknown) =>
        logger.warn({ error: toLoggable(error) }, 'rollups could not be refreshed'),
      );
    }
  })();
  return async () => {
    stopping.abort();
    await keeping;
  };
}
