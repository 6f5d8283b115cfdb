/** Steps between lengths of time that people count in: seconds to weeks. */
const steps = [
  ...[1, 5, 15, 30, 60, 300, 900, 1800],
  ...[3600, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000],
];

/** The ticks of an axis of lengths of time up to `most` seconds, about as many as wanted at the most; the last is not below it. */
export function secondsTicks(most: number, wanted: number): number[] {
  const step = steps.find((each) => most / each <= wanted) ?? 31_536_000;
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, index) => index * step);
}

/** How many ticks an axis of counts up to `most` has, at most `wanted`: between them lie whole numbers. */
export function wholeTicks(most: number, wanted: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(most)));
}
