import type { Clock } from './clock.ts';
import type { Random, Weighted } from './random.ts';
import { instantOf } from './story.ts';
import { comments } from './texts.ts';

type Score = keyof typeof comments;

const scores: readonly Weighted<Score>[] = [
  ['great', 68],
  ['okay', 19],
  ['not_good', 13],
];
/** The source's own scale, from 1 to 5. */
const values: Readonly<Record<Score, readonly number[]>> = { great: [5, 4], okay: [3], not_good: [1, 2] };
const hours = 3_600;

/** What the customer says, hours after `closedAt`, of how `userId` served them; absent if nothing, as in four of five conversations. */
export function ratingsOf(clock: Clock, random: Random, closedAt: number | undefined, userId: string) {
  if (closedAt === undefined || !random.chance(0.26)) return undefined;
  const ratings = [];
  let time = closedAt;
  do {
    time += random.delay(3 * hours);
    if (time >= clock.end) break;
    const score = random.pickWeighted(scores);
    ratings.push({
      id: `${ratings.length + 1}`,
      createdAt: instantOf(time),
      score,
      value: random.pickSkewed(values[score]),
      userId: random.chance(0.95) ? userId : undefined,
      comment: random.chance(0.3) ? random.pick(comments[score]) : undefined,
    });
  } while (random.chance(0.02));
  return ratings.length > 0 ? ratings : undefined;
}
