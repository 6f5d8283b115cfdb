import { Temporal } from 'temporal-polyfill';

/** So many days the report of channels takes at any rate. */
const days = 180;

/** The days up to now in which a channel must have been used to be offered by the filter. */
export function recentPeriod(): { start: string; end: string } {
  const end = Temporal.Now.instant().round('hour');
  return { start: end.subtract({ hours: days * 24 }).toString(), end: end.toString() };
}
