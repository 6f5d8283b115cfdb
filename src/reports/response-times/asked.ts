/** The parts of the sorted values at which percentiles lie. */
export const percentiles = { median: 0.5, p90: 0.9, p95: 0.95 } as const;

/** What is asked of the values of a kind: nothing besides counts and sums, percentiles, or how many lie below some bounds. */
export interface Asked {
  readonly percentiles: boolean;
  /** Ascending. */
  readonly bounds: readonly number[];
}
