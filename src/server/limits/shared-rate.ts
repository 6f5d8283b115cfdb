import type { Counter } from './counter.ts';
import { minuteMilliseconds, type RateLimiter, type Usage } from './rate.ts';
import { createTeller } from './teller.ts';

/** What was told longer ago says nothing of what other processes have counted meanwhile. */
const freshMilliseconds = 1000;
const tellMilliseconds = 1000;

/**
 * Counts by key within the minutes of the clock, together with all other processes. To ask for each request would cost each a
 * statement: a hundredth of the share may be untold in each process as long as a tenth of it is left, so that more than the share
 * may be taken by a hundredth for each process at the most. A share below a hundred requests is exact.
 */
export function createSharedRateLimiter(requestsAMinute: number, counter: Counter): RateLimiter {
  const mostUntold = Math.floor(requestsAMinute / 100);
  const plenty = requestsAMinute - 10 * mostUntold;
  let minute = 0;
  let teller = createTeller(counter, tellMilliseconds);
  const usageOf = (count: number, of: number): Usage => ({
    limit: requestsAMinute,
    remaining: Math.max(0, requestsAMinute - count),
    isExceeded: count > requestsAMinute,
    resetsAt: (of + 1) * minuteMilliseconds,
  });
  const beginMinute = (now: number): number => {
    const current = Math.floor(now / minuteMilliseconds);
    if (current !== minute) teller = createTeller(counter, tellMilliseconds);
    minute = current;
    return current;
  };
  return {
    count: (of, now) => {
      const current = beginMinute(now);
      const key = `${current} ${of}`;
      const { told, toldAt } = teller.look(key);
      // However many more come, they are known to be too many.
      if (told > requestsAMinute) return usageOf(told, current);
      const mine = teller.add(key, 1);
      const isFresh = toldAt !== undefined && performance.now() - toldAt < freshMilliseconds;
      if (isFresh && mine <= mostUntold && told + mine <= plenty) return usageOf(told + mine, current);
      return teller.tell(key).then(({ before }) => usageOf(before + mine, current));
    },
    look: (of, now) => {
      const current = beginMinute(now);
      return teller.tell(`${current} ${of}`).then(({ after }) => usageOf(after, current));
    },
  };
}
