import type { Database } from '../../database/client.ts';
import { endsWork } from '../schedule.ts';
import type { Work } from '../source.ts';
import type { Surroundings } from '../surroundings.ts';
import { workOffMarks } from './work-off.ts';

/** Between the steps of a task is looked so often for marks that are due. */
const lookMilliseconds = 1000;

/** Fetches what is marked, also between the steps of tasks. */
interface MarkFetcher {
  /** Does nothing where it has looked just now, or is at it. Throws what is about more than the marks alone. */
  readonly fetch: () => Promise<void>;
  /** What went wrong since this was asked last. */
  readonly takeErrors: () => unknown[];
  /** Whether what was read at the opening is to be read anew. */
  readonly mustReopen: () => boolean;
}

export function createMarkFetcher(
  database: Database,
  accountKey: number,
  work: Work,
  { time, signal }: Pick<Surroundings, 'time' | 'signal'>,
): MarkFetcher {
  let errors: unknown[] = [];
  let mustReopen = false;
  let lookAgainAt = 0;
  return {
    fetch: async () => {
      signal.throwIfAborted();
      if (time.now() < lookAgainAt) return;
      lookAgainAt = Number.POSITIVE_INFINITY;
      try {
        if ((await workOffMarks(database, accountKey, work, time)) === 'reopen') mustReopen = true;
      } catch (error) {
        if (endsWork(error, signal)) throw error;
        errors.push(error);
      } finally {
        lookAgainAt = time.now() + lookMilliseconds;
      }
    },
    takeErrors: () => {
      const taken = errors;
      errors = [];
      return taken;
    },
    mustReopen: () => mustReopen,
  };
}
