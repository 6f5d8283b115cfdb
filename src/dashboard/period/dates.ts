import type { Dates } from '../address/address.ts';
import type { Period } from './period.ts';

/** The first and the last date of a period on the calendar of a time zone. */
export function datesIn({ start, end }: Period, zone: string): Dates {
  // English as Sweden writes it has dates as an input of dates takes them.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone });
  return { from: format.format(new Date(start)), to: format.format(new Date(Date.parse(end) - 1)) };
}
