import type { Time } from '../time.ts';

const leastRate = 30;
const slowMilliseconds = 300_000;
/** So much of what timers are late, or of a pause, is made up for. */
const creditMilliseconds = 500;
/** With the credit, and as much for requests that take unlike times to arrive, a minute sees no more than the rate. */
const minuteMilliseconds = 60_000 + 2 * creditMilliseconds;

/** When requests may go: so many a minute, evenly, and later where the source asks for it. */
export interface Pace {
  readonly turn: (signal: AbortSignal) => Promise<void>;
  /** Sends nothing before then; slowed down, half as much for five minutes. */
  readonly pauseUntil: (milliseconds: number, isSlowed: boolean) => void;
}

/** Spreads requests so that no more than `rate` begin in a minute. */
export function createPace(rate: number, time: Time): Pace {
  let next = 0;
  let slowUntil = 0;
  return {
    turn: async (signal) => {
      for (;;) {
        const now = time.now();
        if (now >= next) {
          const isSlow = now < slowUntil;
          next =
            Math.max(next, now - creditMilliseconds) +
            minuteMilliseconds / (isSlow ? Math.min(rate, Math.max(leastRate, rate / 2)) : rate);
          return;
        }
        await time.sleep(next - now, signal);
      }
    },
    pauseUntil: (milliseconds, isSlowed) => {
      next = Math.max(next, milliseconds);
      if (isSlowed) slowUntil = time.now() + slowMilliseconds;
    },
  };
}
