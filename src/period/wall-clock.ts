import type { Temporal } from 'temporal-polyfill';
import { dayCalendar } from './days.ts';
import { microsOf, toInstant } from './instant.ts';
import { shiftOnWallClock } from './period.ts';

const DAY_MICROS = 86_400_000_000n;

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
