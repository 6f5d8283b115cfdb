import { createHash } from 'node:crypto';
import {
  RateLimiterMemory,
  type RateLimiterRes,
  type RateLimiterStoreAbstract,
  RLWrapperTimeouts,
} from 'rate-limiter-flexible';

/** Adds to a count that all processes share, or takes from it where `points` is negative, and returns what it is then. */
export type Counter = (key: string, points: number) => Promise<number>;

/** Makes the counters of one store. What is counted by the same name and key is counted together, for at least so many seconds. */
export type Counters = (name: string, seconds: number) => Counter;

/** What makes a library's limiter, which is used for its counting alone. */
type CreateLimiter = (options: {
  readonly keyPrefix: string;
  readonly duration: number;
  readonly points: number;
}) => RateLimiterStoreAbstract;

/** What counts for all processes. */
export interface Store {
  readonly createLimiter: CreateLimiter;
  /** Whoever counts waits no longer for it. */
  readonly patienceMilliseconds: number;
}

/** A store that is away is asked again after so long. */
const awayMilliseconds = 5000;

/** A limit is set by who asks, who knows more than one request at a time. */
const anyNumber = Number.MAX_SAFE_INTEGER;

/**
 * Counters over a store that all processes reach. While it is away, which is told once with the reason, each process counts by
 * itself.
 */
export function countersOf(
  { createLimiter, patienceMilliseconds: timeoutMs }: Store,
  onAway: (error: unknown) => void,
  onBack: () => void,
): Counters {
  let isAway = false;
  let changedAt = 0;
  let askAgainAt = 0;
  const become = (away: boolean, tell: () => void): void => {
    if (isAway === away) return;
    isAway = away;
    changedAt = performance.now();
    tell();
  };
  const shared = async (count: () => Promise<number>, alone: () => Promise<number>): Promise<number> => {
    const begunAt = performance.now();
    if (begunAt < askAgainAt) return alone();
    try {
      const total = await count();
      // What was asked before says nothing of the store since then.
      if (begunAt >= changedAt) become(false, onBack);
      return total;
    } catch (error) {
      if (begunAt < changedAt) return alone();
      askAgainAt = performance.now() + awayMilliseconds;
      become(true, () => onAway(error));
      return alone();
    }
  };
  return (name, duration) => {
    const options = { keyPrefix: name, duration, points: anyNumber };
    const limiter = new RLWrapperTimeouts({
      limiter: createLimiter(options),
      timeoutMs,
    });
    const ofThisProcess = new RateLimiterMemory(options);
    return (key, points) => {
      // An address may be of any length where a proxy tells it, and is nobody's business.
      const hash = createHash('sha256').update(key).digest('base64');
      return shared(
        () => counted(limiter, hash, points),
        () => counted(ofThisProcess, hash, points),
      );
    };
  };
}

type Limiter = Pick<RateLimiterMemory, 'consume' | 'reward' | 'get'>;

async function counted(limiter: Limiter, key: string, points: number): Promise<number> {
  const result = await change(limiter, key, points);
  return Math.max(0, result?.consumedPoints ?? 0);
}

function change(limiter: Limiter, key: string, points: number): Promise<RateLimiterRes | null> {
  if (points === 0) return limiter.get(key);
  return points > 0 ? limiter.consume(key, points) : limiter.reward(key, -points);
}
