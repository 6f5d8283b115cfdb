import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../database/client.ts';

const lookMilliseconds = 20;

/**
 * Lets requests come in, which an embedded database at work keeps from being read at all, and waits while statements of theirs wait: a
 * page asks one after another, and behind each of them a step of upkeep would take its turn. After so many milliseconds it waits no
 * longer, as requests may come without end.
 */
export async function afterRequests(
  { waiting }: Pick<Database, 'waiting'>,
  signal: AbortSignal,
  mostMilliseconds = 10_000,
): Promise<void> {
  let waited = 0;
  do {
    await sleep(lookMilliseconds);
    waited += lookMilliseconds;
  } while (waiting() > 0 && waited < mostMilliseconds && !signal.aborted);
}
