import { Temporal } from 'temporal-polyfill';
import { hasFourDigitYear } from './instant.ts';

/** Half-open: `start` is inside, `end` is not, and `start` is never after `end`. */
export interface Period {
  readonly start: Temporal.Instant;
  readonly end: Temporal.Instant;
}

export type Comparison = 'PREVIOUS_PERIOD' | 'PREVIOUS_YEAR';

const DAY_NANOS = 86_400_000_000_000n;

/** The longest six months of a calendar: July to December, and March to August. */
const SIX_MONTHS = { days: 184 };

/** The instant whose wall-clock time in `zone` is `duration` after that of `instant`, resolved as `compatible`. */
export function shiftOnWallClock(
  instant: Temporal.Instant,
  duration: Temporal.DurationLike,
  zone: string,
): Temporal.Instant {
  return instant.toZonedDateTimeISO(zone).add(duration).toInstant();
}

const periodKeys = new WeakMap<Period, string>();

/** The same text for equal periods, however their ends were written. */
export function periodKey(period: Period): string {
  // Every count of a period asks for it again, and to write such numbers down takes longer than to look it up.
  const known = periodKeys.get(period);
  if (known !== undefined) return known;
  const key = `${period.start.epochNanoseconds}/${period.end.epochNanoseconds}`;
  periodKeys.set(period, key);
  return key;
}

/**
 * The period that `comparison` sets beside `period`, or undefined if it would start before the year 0001.
 *
 * PREVIOUS_PERIOD goes back by elapsed time, PREVIOUS_YEAR by a calendar year on the wall clock of `zone`.
 */
export function previousPeriodOf(period: Period, comparison: Comparison, zone: string): Period | undefined {
  const previous =
    comparison === 'PREVIOUS_YEAR'
      ? yearBefore(period, zone)
      : { start: period.start.subtract(period.start.until(period.end)), end: period.start };
  return hasFourDigitYear(previous.start) ? previous : undefined;
}

/**
 * A clock change, or 29 February, can turn the shifted ends around. The period is then empty at its shifted start:
 * the start is what a report is labelled with and what its buckets are counted from.
 */
function yearBefore(period: Period, zone: string): Period {
  const start = shiftOnWallClock(period.start, { years: -1 }, zone);
  const end = shiftOnWallClock(period.end, { years: -1 }, zone);
  return { start, end: Temporal.Instant.compare(start, end) > 0 ? start : end };
}

/** Whole days of 86,400 seconds in the period, and 1 for a shorter one, so that it can be divided by. */
export function lengthInDays(period: Period): number {
  const nanos = period.end.epochNanoseconds - period.start.epochNanoseconds;
  return Math.max(1, Number(nanos / DAY_NANOS));
}

/** Whether the period ends later than 184 days after its start on the wall clock of `zone`. */
export function exceedsSixMonths(period: Period, zone: string): boolean {
  return endsAfter(period, SIX_MONTHS, zone);
}

/** Whether the period ends later than `duration` after its start on the wall clock of `zone`. */
export function endsAfter(period: Period, duration: Temporal.DurationLike, zone: string): boolean {
  return Temporal.Instant.compare(period.end, shiftOnWallClock(period.start, duration, zone)) > 0;
}
