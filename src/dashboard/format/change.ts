/** Whether more of a figure is better, or less, or neither. */
export type Direction = 'more' | 'less' | 'neither';

export type Verdict = 'better' | 'worse' | 'same' | 'more' | 'fewer';

/** What a change, in percent or points, means: better or worse where the figure has a better side, else more or fewer. */
export function verdictOf(delta: number, direction: Direction): Verdict {
  // One digit after the point is written.
  if (Math.abs(delta) < 0.05) return 'same';
  if (direction === 'neither') return delta > 0 ? 'more' : 'fewer';
  return delta > 0 === (direction === 'more') ? 'better' : 'worse';
}

/**
 * A difference of shares or scores, against what was compared: undefined where nothing is, null where the `base` of the share
 * before is 0, of which the report says 0 as well.
 */
export function withBase(
  delta: number | null | undefined,
  base: number | null | undefined,
): number | null | undefined {
  if (base === null || base === undefined) return undefined;
  return base > 0 ? delta : null;
}
