import type { Habits } from '../requests/habits.ts';
import { routeOf } from './refusals.ts';

const longestPause = 120_000;
const unknownPause = 60_000;

/** A Rocket.Chat that takes requests as they come. */
export const habits: Habits = {
  concurrency: 4,
  patience: 30_000,
  // It tells in milliseconds since 1970 when it takes requests again.
  pauseAfter: (status, headers, now) => {
    if (status !== 429) return undefined;
    const reset = Number(headers.get('x-ratelimit-reset') ?? 0);
    return reset > 0 ? Math.min(Math.max(reset, now), now + longestPause) : now + unknownPause;
  },
  isBusy: () => false,
  redirects: 'answered',
  probe: '/api/info',
};

/** One whose limiter counts the requests of each route by itself. */
export const limitedHabits: Habits = { ...habits, concurrency: 1, routeOf };
