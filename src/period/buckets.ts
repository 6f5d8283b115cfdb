import { Temporal } from 'temporal-polyfill';
import { dayCalendar } from './days.ts';
import { microsOf, toInstant } from './instant.ts';
import { lengthInDays, type Period, shiftOnWallClock } from './period.ts';
import type { ViewBy } from './view-by.ts';

const DAYS = { DAY: 1, WEEK: 7 };
const SECONDS_AN_HOUR = 3600;
const DAY_MICROS = 86_400_000_000n;

/**
 * The period's buckets, in order; an empty period has none. Each ends where the next one starts, the last one with the period.
 *
 * One of them is empty only where the zone skipped a whole day (Pacific/Apia, 2011-12-30): the bucket that would
 * start on it is listed like any other.
 */
export function bucketsOf(period: Period, viewBy: ViewBy, zone: string): Period[] {
  const starts: Temporal.Instant[] = [];
  for (
    let start = period.start;
    Temporal.Instant.compare(start, period.end) < 0;
    start = bucketStart(period.start, viewBy, starts.length, zone)
  ) {
    starts.push(start);
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? period.end }));
}

/** How many buckets {@link bucketsOf} gives, without making them: by MONTH there can be 120,000. */
export function bucketCount(period: Period, viewBy: ViewBy, zone: string): number {
  const elapsed = elapsedIn(period, viewBy, zone);
  // Ends of months and clock changes make the difference one unit short or long, so the last steps are walked.
  let count = Math.max(0, elapsed - 1);
  while (Temporal.Instant.compare(bucketStart(period.start, viewBy, count, zone), period.end) < 0) count += 1;
  return count;
}

/** The whole units from the start to the end, give or take one. */
function elapsedIn(period: Period, viewBy: ViewBy, zone: string): number {
  if (viewBy === 'MONTH') return monthsIn(period, zone);
  if (viewBy === 'HOUR') return Math.floor(lengthInSeconds(period) / SECONDS_AN_HOUR);
  return Math.floor(lengthInDays(period) / DAYS[viewBy]);
}

function lengthInSeconds({ start, end }: Period): number {
  return start.until(end, { largestUnit: 'seconds' }).seconds;
}

function monthsIn({ start, end }: Period, zone: string): number {
  const from = start.toZonedDateTimeISO(zone);
  return from.until(end.toZonedDateTimeISO(zone), { largestUnit: 'months' }).months;
}

/** Always added to the period's start itself, so that the 31st comes back after a shorter month. */
function bucketStart(start: Temporal.Instant, viewBy: ViewBy, index: number, zone: string): Temporal.Instant {
  if (viewBy === 'HOUR') return start.add({ hours: index });
  return viewBy === 'MONTH'
    ? shiftOnWallClock(start, { months: index }, zone)
    : daysLater(start, index * DAYS[viewBy], zone);
}

/**
 * The instant whose wall-clock time in `zone` is so many days after that of `instant`, resolved as `compatible`. In days of
 * 24 hours a time of day is a distance from the start, and the calendar knows the starts of most days that are asked for;
 * Temporal, which takes many times as long, is left the days on which a clock changes.
 */
export function daysLater(instant: Temporal.Instant, days: number, zone: string): Temporal.Instant {
  const { dayOf, startOf } = dayCalendar(zone);
  const micros = microsOf(instant);
  const from = dayOf(micros);
  const isPlain = (day: number): boolean => startOf(day + 1) - startOf(day) === DAY_MICROS;
  return isPlain(from) && isPlain(from + days)
    ? toInstant(startOf(from + days) + micros - startOf(from))
    : shiftOnWallClock(instant, { days }, zone);
}
