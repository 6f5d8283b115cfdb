import { isDeepStrictEqual } from 'node:util';
import { readKnown, saveKnown } from '../known.ts';
import { partsOf, type Run } from './run.ts';
import type { SourceRating } from './source.ts';

/** Keeps each rating with its conversation, which is stored with it once its messages are. */
export async function copyRatings(run: Run): Promise<void> {
  run.progress.phase('ratings');
  for (let page = 1; ; page++) {
    const ratings = await run.client.ratings(page);
    if (ratings.length === 0) return;
    await keepRatings(run, ratings);
    run.progress.done(ratings.length);
  }
}

/** Puts ratings into what is known of their conversations, which counts as incomplete where that changes it. */
async function keepRatings(run: Run, ratings: readonly SourceRating[]): Promise<void> {
  const { database, accountKey } = run;
  const ids = [...new Set(ratings.map(({ conversationId }) => String(conversationId)))];
  const known = await readKnown(database, accountKey, ids);
  const changed = Array.from(known.values()).flatMap((one) => {
    const parts = partsOf(one.parts);
    if (!parts) return [];
    const merged = mergedRatings(
      parts.ratings,
      ratings.filter(({ conversationId }) => String(conversationId) === one.id),
    );
    if (isDeepStrictEqual(merged, parts.ratings)) return [];
    return [{ ...one, isComplete: false, parts: { ...parts, ratings: merged } }];
  });
  await saveKnown(database, accountKey, changed);
}

function mergedRatings(before: readonly SourceRating[], fresh: readonly SourceRating[]): SourceRating[] {
  const byId = new Map([...before, ...fresh].map((rating) => [rating.id, rating]));
  return [...byId.values()].sort((one, other) => one.id - other.id);
}

const minute = 60_000;
const day = 1440 * minute;
const overlapMilliseconds = 15 * minute;
const longMilliseconds = 30 * day;

/** New ratings each time, and once a day those of the last 30 days, which may have changed. */
export async function followRatings(run: Run): Promise<void> {
  const { state, time } = run;
  const now = time.now();
  const isLongDue = state.ratedAllAt === null || now - state.ratedAllAt >= day;
  const reach = isLongDue ? longMilliseconds : now - (state.ratedAt ?? now) + overlapMilliseconds;
  await pollRatings(run, Math.floor((now - reach) / 1000), Math.ceil(now / 1000) + 1);
  state.ratedAt = now;
  if (isLongDue) state.ratedAllAt = now;
}

/** Ratings that came or changed in a period of whole seconds. */
export async function pollRatings(run: Run, since: number, until: number): Promise<void> {
  for (let page = 1; ; page++) {
    const ratings = await run.client.ratings(page, `&since=${since}&until=${until}`);
    if (ratings.length === 0) return;
    await keepRatings(run, ratings);
  }
}
