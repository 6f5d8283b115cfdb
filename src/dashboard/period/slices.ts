import { Temporal } from 'temporal-polyfill';
import type { Period } from './period.ts';

/**
 * Cuts a period of whole days into so many slices of as equal numbers of days as can be. Of fewer days than slices the last slices
 * are empty.
 */
export function slicesOf({ start, end }: Period, zone: string, slices: number): Period[] {
  const [first, after] = [start, end].map((at) =>
    Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate(),
  );
  if (!first || !after) return [];
  const days = first.until(after).days;
  const edge = (index: number): string => {
    const offset = days < slices ? Math.min(index, days) : Math.round((index * days) / slices);
    return first.add({ days: offset }).toZonedDateTime(zone).toInstant().toString();
  };
  return Array.from({ length: slices }, (_, index) => ({ start: edge(index), end: edge(index + 1) }));
}
