import { Temporal } from 'temporal-polyfill';
import type { Period } from './period.ts';

/** A part of a period in which the clock of a zone keeps one distance from UTC. */
export interface Stretch extends Period {
  readonly offsetSeconds: number;
}

// Nobody has decided on later clock changes, and finding thousands of them would take seconds.
const HORIZON = Temporal.Instant.from('2100-01-01T00:00:00Z');

const FIRST_MONDAY = 4;

/**
 * The period cut at the clock changes of the zone, in order; an empty period has no stretch. The offset that holds in
 * 2100 holds ever after.
 */
export function stretchesOf(period: Period, zone: string): Stretch[] {
  const stretches: Stretch[] = [];
  let start = period.start;
  while (Temporal.Instant.compare(start, period.end) < 0) {
    const local = start.toZonedDateTimeISO(zone);
    const end = earlier(nextChange(local), period.end);
    stretches.push({ start, end, offsetSeconds: local.offsetNanoseconds / 1e9 });
    start = end;
  }
  return stretches;
}

/**
 * How many local calendar days of each weekday, Monday first, the stretches of one period touch. A day that the zone
 * skipped is none, and one that a clock change entered twice is one.
 */
export function weekdaysTouched([head, ...tail]: readonly Stretch[]): number[] {
  if (!head) return weekdaysBetween(0, -1);
  let { first, last } = daysOf(head);
  let counts = weekdaysBetween(first, last);
  for (const days of tail.map(daysOf)) {
    const before = weekdaysBetween(days.first, Math.min(days.last, first - 1));
    const after = weekdaysBetween(Math.max(days.first, last + 1), days.last);
    counts = counts.map((count, index) => count + (before[index] ?? 0) + (after[index] ?? 0));
    first = Math.min(first, days.first);
    last = Math.max(last, days.last);
  }
  return counts;
}

function nextChange(local: Temporal.ZonedDateTime): Temporal.Instant | undefined {
  if (Temporal.Instant.compare(local.toInstant(), HORIZON) >= 0) return undefined;
  return local.getTimeZoneTransition('next')?.toInstant();
}

function earlier(one: Temporal.Instant | undefined, other: Temporal.Instant): Temporal.Instant {
  return one && Temporal.Instant.compare(one, other) < 0 ? one : other;
}

/** The first and the last local day of a stretch, counted from 1970-01-01. */
function daysOf({ start, end, offsetSeconds }: Stretch): { first: number; last: number } {
  const dayOf = (at: Temporal.Instant): number =>
    Math.floor((at.epochMilliseconds / 1000 + offsetSeconds) / 86_400);
  return { first: dayOf(start), last: dayOf(end.subtract({ microseconds: 1 })) };
}

/** The days of each weekday, Monday first, from one day to another; none where `last` is before `first`. */
function weekdaysBetween(first: number, last: number): number[] {
  return Array.from({ length: 7 }, (_, index) => {
    const untilDay = (day: number): number => Math.floor((day - FIRST_MONDAY - index) / 7);
    return Math.max(0, untilDay(last) - untilDay(first - 1));
  });
}
