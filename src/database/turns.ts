import { createFairQueue, type Sharer } from '../fair-queue.ts';

/** A request whose work waits until its turn has come, or the request is given up. */
export interface Waiter extends Sharer {
  readonly signal: AbortSignal;
}

export interface Turns {
  /** Starts work of a request when its turn has come; never, where the request is given up before. */
  readonly run: <T>(of: Waiter, work: () => Promise<T>) => Promise<T>;
  /** How many pieces of work wait. */
  readonly waiting: () => number;
}

/**
 * Lets so many pieces of work be under way at once; the others wait in a fair queue. One sharer has half of the places at the most,
 * and one request leaves one of these to the other requests of its sharer.
 */
export function createTurns(places: number): Turns {
  const queue = createFairQueue<{ readonly of: Waiter; readonly start: () => void }>();
  const ofSharers = createCounts<string>(Math.ceil(places / 2));
  const ofRequests = createCounts<Sharer>(Math.max(1, ofSharers.most - 1));
  let free = places;

  const mayStart = (of: Sharer): boolean => ofSharers.hasRoom(of.sharer) && ofRequests.hasRoom(of);
  const count = (of: Waiter, change: 1 | -1): void => {
    free -= change;
    ofSharers.add(of.sharer, change);
    ofRequests.add(of, change);
  };
  const startNext = (): void => {
    const next = free > 0 && queue.take(mayStart);
    if (!next) return;
    count(next.of, 1);
    next.start();
  };
  const turnOf = (of: Waiter): Promise<void> =>
    new Promise((resolve) => {
      const start = (): void => {
        of.signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = queue.add(of, { of, start });
      of.signal.addEventListener('abort', leave, { once: true });
      startNext();
    });

  return {
    waiting: queue.size,
    run: async (of, work) => {
      await turnOf(of);
      try {
        return await work();
      } finally {
        count(of, -1);
        startNext();
      }
    },
  };
}

/** Counts by key, each of which may have so many; what is down to 0 is forgotten. */
export function createCounts<Key>(most: number) {
  const counts = new Map<Key, number>();
  return {
    most,
    hasRoom: (key: Key): boolean => (counts.get(key) ?? 0) < most,
    add: (key: Key, change: 1 | -1): void => {
      const count = (counts.get(key) ?? 0) + change;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    },
  };
}
