import { Temporal } from 'temporal-polyfill';
import type { Dates } from '../address/address.ts';
import type { Period } from './period.ts';

/** The first and the last date of a period on the calendar of a time zone. */
export function datesIn({ start, end }: Period, zone: string): Dates {
  const from = Temporal.Instant.from(start);
  const to = Temporal.Instant.from(end).subtract({ milliseconds: 1 });
  const dateOf = (instant: Temporal.Instant): string =>
    instant.toZonedDateTimeISO(zone).toPlainDate().toString();
  return { from: dateOf(from), to: dateOf(to) };
}
