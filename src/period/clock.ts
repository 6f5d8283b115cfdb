import { SECOND } from './office-week.ts';

/** Turns two instants in microseconds since 1970, in order, into the whole seconds (floored) that it ran between. */
export type Clock = (from: bigint, to: bigint) => number;

export const elapsedSeconds: Clock = (from, to) => Number((to - from) / BigInt(SECOND));
