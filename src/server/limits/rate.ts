/** How much of its share a key has used within the minute of the clock. */
export interface Usage {
  /** Requests a minute. */
  readonly limit: number;
  /** Requests left; 0 where the share is used up. */
  readonly remaining: number;
  /** Whether the request at hand came on top of the share. */
  readonly isExceeded: boolean;
  /** Milliseconds since 1970 at which the next minute begins. */
  readonly resetsAt: number;
}

export interface RateLimiter {
  /** Counts a request of a key. Where other processes count as well it may have to be waited for. */
  readonly count: (key: string, now: number) => Usage | Promise<Usage>;
  /** The usage without another request. */
  readonly look: (key: string, now: number) => Usage | Promise<Usage>;
}

export const minuteMilliseconds = 60_000;

/** Counts by key within the minutes of the clock, in this process alone. */
export function createRateLimiter(requestsAMinute: number) {
  let minute = 0;
  let counts = new Map<string, number>();
  const usageAfter =
    (requests: number) =>
    (key: string, now: number): Usage => {
      const current = Math.floor(now / minuteMilliseconds);
      if (current !== minute) {
        minute = current;
        counts = new Map();
      }
      const count = (counts.get(key) ?? 0) + requests;
      if (requests > 0) counts.set(key, count);
      return {
        limit: requestsAMinute,
        remaining: Math.max(0, requestsAMinute - count),
        isExceeded: count > requestsAMinute,
        resetsAt: (current + 1) * minuteMilliseconds,
      };
    };
  return { count: usageAfter(1), look: usageAfter(0) };
}

/** Whole seconds until the share is whole again, at least 1. */
export function secondsToWait({ resetsAt }: Usage, now: number): number {
  return Math.max(1, Math.ceil((resetsAt - now) / 1000));
}
