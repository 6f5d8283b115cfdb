/** Counts by key within the minutes of the clock; returns 0, or the seconds to wait where the key has had its share. */
export type RateLimiter = (key: string, now: number) => number;

const minuteMilliseconds = 60_000;

export function createRateLimiter(requestsAMinute: number): RateLimiter {
  let minute = 0;
  let counts = new Map<string, number>();
  return (key, now) => {
    const current = Math.floor(now / minuteMilliseconds);
    if (current !== minute) {
      minute = current;
      counts = new Map();
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count > requestsAMinute ? Math.ceil(((current + 1) * minuteMilliseconds - now) / 1000) : 0;
  };
}
