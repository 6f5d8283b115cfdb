/** How many ticks an axis of counts up to `most` has, at most `wanted`: between them lie whole numbers. */
export function wholeTicks(most: number, wanted: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(most)));
}
