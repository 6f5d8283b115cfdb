import type { Temporal } from 'temporal-polyfill';
import { formatInstant } from '../../period/instant.ts';

/** A number with the 14 significant digits that the source gives of percentages. */
export function rounded(number: number): number {
  return Number(number.toPrecision(14));
}

/** An instant in UTC, to the second. */
export function printedInstant(instant: Temporal.Instant): string {
  return formatInstant(instant).replace(/\.\d+/, '');
}
