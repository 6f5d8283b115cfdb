import { SetAsideError } from '../requests/errors.ts';
import type { ThreadAnswer } from './answers.ts';
import type { Window } from './client.ts';
import { ForbiddenError } from './errors.ts';
import { nowOf, type Run } from './run.ts';

/** A rating that came less long ago may be missing in what was asked. */
const overlapSeconds = 600;

/**
 * Learns when ratings were given that nobody has told the time of yet. The report of ratings is asked where the plan has it; where it
 * fails, ratings have the time of their reply until their conversation is read again.
 */
export async function learnRatingTimes(run: Run, threads: readonly ThreadAnswer[]): Promise<void> {
  const { ratings, state } = run;
  const unknown = threads.filter(({ id, rating }) => rating && !ratings.byThread.has(id));
  if (unknown.length === 0 || ratings.isDenied) return;
  const earliest = Math.min(...unknown.map(({ createdAt }) => Date.parse(createdAt))) / 1000;
  try {
    for (const window of windowsToAsk(ratings.asked, monthOf(earliest), nowOf(run)))
      await askFor(run, window);
    state.hasReports = true;
  } catch (error) {
    if (!(error instanceof SetAsideError)) throw error;
    // Each batch would wait for all tries of a report that fails.
    ratings.isDenied = true;
    if (error instanceof ForbiddenError) state.hasReports = false;
  }
}

/** What of a stretch has not been asked for; ratings of today may have come since. */
function windowsToAsk(asked: Window | null, from: number, to: number): Window[] {
  if (!asked) return [{ from, to }];
  const before = from < asked.from ? [{ from, to: asked.from }] : [];
  const since = to > asked.to ? [{ from: asked.to - overlapSeconds, to }] : [];
  return [...before, ...since];
}

async function askFor({ client, ratings }: Run, window: Window): Promise<void> {
  for (let page = 1, last = 1; page <= last; page++) {
    const found = await client.ratings(window, page);
    last = found.pages;
    for (const { threadid, ratingCreatedAt } of found.results)
      ratings.byThread.set(threadid, ratingCreatedAt);
  }
  const { asked } = ratings;
  ratings.asked = {
    from: Math.min(asked?.from ?? window.from, window.from),
    to: Math.max(asked?.to ?? window.to, window.to),
  };
}

/** When the month of an instant begins, in Unix seconds and UTC. */
export function monthOf(seconds: number): number {
  const at = new Date(seconds * 1000);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth()) / 1000;
}
