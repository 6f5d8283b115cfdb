/** How often something occurs in the current and in the previous period; `previousCount` is 0 without a comparison. */
export interface Counts {
  readonly count: number;
  readonly previousCount: number;
}

/** What the counts are parts of; `previous` is null without a comparison. */
export interface Whole {
  readonly current: number;
  readonly previous: number | null;
}

/** A count beside its part of the whole, in percent, and the change of that part in points. */
export interface Share {
  readonly count: number;
  readonly previousCount: number | null;
  readonly percent: number;
  readonly previousPercent: number | null;
  readonly deltaPercent: number | null;
}

/** `part` of `whole` in percent; 0 where the whole is 0. */
export function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}

/** The shares of the whole; what belongs to a comparison is null without one. Source: Help Scout's top lists. */
export function shareOf({ count, previousCount }: Counts, { current, previous }: Whole): Share {
  const percent = percentOf(count, current);
  if (previous === null)
    return { count, previousCount: null, percent, previousPercent: null, deltaPercent: null };
  const previousPercent = percentOf(previousCount, previous);
  return { count, previousCount, percent, previousPercent, deltaPercent: percent - previousPercent };
}
