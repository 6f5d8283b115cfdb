import type { Temporal } from 'temporal-polyfill';

/** So many years count as one: the source allows some days more. */
const mostYears = 1.01;

/** Whether two days are more than a year apart, as the source's library counts years: by months, of which the last is a fraction. */
export function isMoreThanAYear(start: Temporal.PlainDate, end: Temporal.PlainDate): boolean {
  return monthsBetween(start, end) / 12 > mostYears;
}

/** Negative where `end` comes first. */
function monthsBetween(start: Temporal.PlainDate, end: Temporal.PlainDate): number {
  const [base, other, sign] = end.day >= start.day ? [end, start, -1] : [start, end, 1];
  const whole = (other.year - base.year) * 12 + other.month - base.month;
  const anchor = base.add({ months: whole });
  const rest = daysBetween(anchor, other);
  const neighbour = base.add({ months: rest < 0 ? whole - 1 : whole + 1 });
  return sign * (whole + rest / Math.abs(daysBetween(anchor, neighbour)));
}

function daysBetween(one: Temporal.PlainDate, other: Temporal.PlainDate): number {
  return one.until(other, { largestUnit: 'days' }).days;
}
