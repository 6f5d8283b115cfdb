import type { Headers } from 'undici';
import type { Habits } from '../requests/habits.ts';
import { nextMinute } from '../requests/minute.ts';

const usualSeconds = 60;
const mostSeconds = 300;

/** The limit is the account's: below this share of it the rest of a minute is left to its people and other tools. */
const sharedShare = 0.2;

/** Help Scout tells with every answer how much of the minute is left, and after too many when to ask again. */
export const habits: Habits = {
  concurrency: 4,
  patience: 30_000,
  pauseAfter: (status, headers, now) => {
    if (status !== 429) return isNearLimit(headers) ? nextMinute(headers, now) : undefined;
    const told = headers.get('x-ratelimit-retry-after') ?? headers.get('retry-after') ?? '';
    const seconds = /^\d+$/.test(told) ? Number(told) : usualSeconds;
    return now + Math.min(seconds, mostSeconds) * 1000;
  },
  isBusy: () => false,
  redirects: 'answered',
  probe: '/v2/users/me',
};

function isNearLimit(headers: Headers): boolean {
  const limit = Number(headers.get('x-ratelimit-limit-minute') ?? Number.NaN);
  const remaining = Number(headers.get('x-ratelimit-remaining-minute') ?? Number.NaN);
  return remaining < limit * sharedShare;
}
