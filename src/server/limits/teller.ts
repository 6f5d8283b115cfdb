import type { Counter } from './counter.ts';

/** What this process knows of a count that all processes share. */
interface Known {
  /** The count as it was last told, with what this process has told since. */
  readonly told: number;
  /** When it was last told, by the clock of `performance`; undefined where it never was. */
  readonly toldAt: number | undefined;
}

/** The part of this process in counts that all processes share. */
export interface Teller {
  readonly look: (key: string) => Known;
  /** Counts here, and tells the others later where they know of the key from here. Returns how much is untold. */
  readonly add: (key: string, points: number) => number;
  /**
   * Tells what is untold of a key. What is to be told of one key goes together, after the answer to what was told before: a key has
   * one statement at a time, however many requests come.
   */
  readonly tell: (key: string) => Promise<Told>;
}

/** A count before and after what was told. */
interface Told {
  readonly before: number;
  readonly after: number;
}

interface Share {
  told: number;
  toldAt: number | undefined;
  untold: number;
  /** How much of what was told is of this process. */
  mine: number;
  /** The last that was told, and what is about to be. */
  last: Promise<unknown>;
  next: Promise<Told> | undefined;
}

/** What is counted here is told to the others within so many milliseconds. */
export function createTeller(counter: Counter, tellMilliseconds: number): Teller {
  const shares = new Map<string, Share>();
  let timer: NodeJS.Timeout | undefined;

  const shareOf = (key: string): Share => {
    const known = shares.get(key);
    if (known) return known;
    const share = {
      told: 0,
      toldAt: undefined,
      untold: 0,
      mine: 0,
      last: Promise.resolve(),
      next: undefined,
    };
    shares.set(key, share);
    return share;
  };
  const send = async (key: string, share: Share): Promise<Told> => {
    await share.last;
    share.next = undefined;
    const points = share.untold;
    share.untold = 0;
    share.told += points;
    share.mine += points;
    const total = await counter(key, points);
    share.told = total;
    share.toldAt = performance.now();
    return { before: total - points, after: total };
  };
  const tell = (key: string): Promise<Told> => {
    const share = shareOf(key);
    if (share.next) return share.next;
    share.next = send(key, share);
    share.last = share.next;
    return share.next;
  };
  const tellLater = (): void => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      for (const [key, { untold, mine }] of shares) {
        if (untold !== 0 && mine > 0) void tell(key);
        else if (untold === 0 && mine === 0) shares.delete(key);
      }
    }, tellMilliseconds).unref();
  };
  return {
    look: shareOf,
    add: (key, points) => {
      tellLater();
      const share = shareOf(key);
      share.untold += points;
      return share.untold;
    },
    tell,
  };
}
