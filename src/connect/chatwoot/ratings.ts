import { isDeepStrictEqual } from 'node:util';
import { readKnown, saveKnown } from '../known.ts';
import { nullWhereSetAside } from '../requests/errors.ts';
import { partsOf, type Run } from './run.ts';
import type { SourceRating } from './source.ts';

/** Keeps each rating with its conversation, which is stored with it once its messages are. */
export async function copyRatings(run: Run): Promise<void> {
  run.progress.phase('ratings');
  run.state.lacksRatings = false;
  await readRatings(run);
}

/** A page that cannot be read is passed over, as it would be the same the next time; after several in a row this time is given up. */
async function readRatings(run: Run, between?: string): Promise<void> {
  const { client, state, progress } = run;
  for (let page = 1, failed = 0; failed < mostFailedPages; page++) {
    const ratings = await client.ratings(page, between).catch(nullWhereSetAside);
    if (ratings?.length === 0) return;
    if (ratings === null) {
      failed += 1;
      state.lacksRatings = true;
      continue;
    }
    failed = 0;
    await keepRatings(run, ratings);
    progress.done(ratings.length);
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
const mostFailedPages = 3;

/** New ratings each time, and once a day those of the last 30 days, which may have changed. */
export async function followRatings(run: Run): Promise<void> {
  const { state, time } = run;
  const now = time.now();
  if (state.ratedAllAt === null || now - state.ratedAllAt >= day) return followAllRatings(run);
  await pollRatings(run, now - (state.ratedAt ?? now) + overlapMilliseconds);
  state.ratedAt = now;
}

/** Ratings of the last 30 days, or all of them where some could not be read before. */
export async function followAllRatings(run: Run): Promise<void> {
  const { state, time } = run;
  const now = time.now();
  await (state.lacksRatings ? copyRatings(run) : pollRatings(run, longMilliseconds));
  state.ratedAt = now;
  state.ratedAllAt = now;
}

/** Ratings that came or changed in the last milliseconds by Chatwoot's own clock. */
function pollRatings(run: Run, milliseconds: number): Promise<void> {
  const until = run.client.now();
  const since = Math.floor((until - milliseconds) / 1000);
  return readRatings(run, `&since=${since}&until=${Math.ceil(until / 1000) + 1}`);
}
