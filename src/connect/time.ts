import { setTimeout as wait } from 'node:timers/promises';

/** The time that a connection goes by; tests let it pass at once. */
export interface Time {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects where the signal is aborted. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export const realTime: Time = {
  now: Date.now,
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal && { signal }),
};
