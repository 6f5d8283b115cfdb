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

/** The period that `comparison` sets beside `period` in `zone`, or undefined if it would start before the year 0001. */
export function previousPeriodOf(period: Period, comparison: Comparison, zone: string): Period | undefined {
  const previous = comparison === 'PREVIOUS_YEAR' ? yearBefore(period, zone) : justBefore(period, zone);
  return hasFourDigitYear(previous.start) ? previous : undefined;
}

/**
 * A period of whole days, counted from any time of day, goes back by so many days of the calendar: a week over a clock change
 * is compared with a week. Any other one goes back by its elapsed length.
 */
function justBefore({ start, end }: Period, zone: string): Period {
  const [from, until] = [localTime(start, zone), localTime(end, zone)];
  const { days } = from.toPlainDate().until(until.toPlainDate());
  const isOfWholeDays = days > 0 && from.toPlainTime().equals(until.toPlainTime());
  return {
    start: isOfWholeDays ? shiftOnWallClock(start, { days: -days }, zone) : start.subtract(start.until(end)),
    end: start,
  };
}

/**
 * Both ends a year earlier. A start on 29 February becomes 28 February, an end on it the day after, so that 28 February as a day
 * stays one; of a period that begins on such a day as well both become 28 February. A clock change can turn the ends around. The
 * period is then empty at its start, which a report is labelled with and its buckets are counted from.
 */
function yearBefore(period: Period, zone: string): Period {
  const [from, until] = [localTime(period.start, zone), localTime(period.end, zone)];
  const start = from.subtract({ years: 1 }).toZonedDateTime(zone).toInstant();
  const days = isLeapDay(until) && !isLeapDay(from) ? 1 : 0;
  const end = until.subtract({ years: 1 }).add({ days }).toZonedDateTime(zone).toInstant();
  return { start, end: Temporal.Instant.compare(start, end) > 0 ? start : end };
}

function localTime(instant: Temporal.Instant, zone: string): Temporal.PlainDateTime {
  return instant.toZonedDateTimeISO(zone).toPlainDateTime();
}

function isLeapDay({ month, day }: Temporal.PlainDateTime): boolean {
  return month === 2 && day === 29;
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
