import { Temporal } from 'temporal-polyfill';
import type { Period } from './period.ts';
import type { ViewBy } from './view-by.ts';

const UNITS = { DAY: 'days', WEEK: 'weeks', MONTH: 'months' } as const;

/**
 * The period's buckets, in order; an empty period has none. Each ends where the next one starts, the last one with the period.
 *
 * One of them is empty only where the zone skipped a whole day (Pacific/Apia, 2011-12-30): the bucket that would
 * start on it is listed like any other.
 */
export function bucketsOf(period: Period, viewBy: ViewBy, zone: string): Period[] {
  const first = period.start.toZonedDateTimeISO(zone);
  const starts: Temporal.Instant[] = [];
  for (
    let start = period.start;
    Temporal.Instant.compare(start, period.end) < 0;
    start = bucketStart(first, viewBy, starts.length)
  ) {
    starts.push(start);
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? period.end }));
}

/** How many buckets {@link bucketsOf} gives, without making them: by MONTH there can be 120,000. */
export function bucketCount(period: Period, viewBy: ViewBy, zone: string): number {
  const unit = UNITS[viewBy];
  const start = period.start.toZonedDateTimeISO(zone);
  const elapsed = start.until(period.end.toZonedDateTimeISO(zone), { largestUnit: unit });
  // Ends of months and clock changes make the difference one unit short or long, so the last steps are walked.
  let count = Math.max(0, elapsed[unit] - 1);
  while (Temporal.Instant.compare(bucketStart(start, viewBy, count), period.end) < 0) count += 1;
  return count;
}

/** Always added to the period's start itself, so that the 31st comes back after a shorter month. */
function bucketStart(start: Temporal.ZonedDateTime, viewBy: ViewBy, index: number): Temporal.Instant {
  return start.add({ [UNITS[viewBy]]: index }).toInstant();
}
