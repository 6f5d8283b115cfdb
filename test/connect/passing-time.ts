import type { Time } from '../../src/connect/time.ts';

/** Time that passes at once wherever somebody waits, and with it the stub's. */
export interface PassingTime extends Time {
  /** How long somebody waited, in milliseconds, one by one. */
  readonly waited: number[];
}

export function passingTime(stub: { now: number }): PassingTime {
  let now = stub.now * 1000;
  const waited: number[] = [];
  return {
    waited,
    now: () => Math.max(now, stub.now * 1000),
    sleep: async (milliseconds) => {
      waited.push(milliseconds);
      now = Math.max(now, stub.now * 1000) + milliseconds;
      stub.now = Math.floor(now / 1000);
    },
  };
}
