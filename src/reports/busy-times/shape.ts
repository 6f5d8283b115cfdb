import { deltaOf } from '../../answering/comparison.ts';
import type { HourRow } from '../../counting/busy-hours.ts';

/** How one hour of a week changed. */
export interface BusyHourDelta extends Omit<HourRow, 'count'> {
  readonly count: number | null;
}

const days = [1, 2, 3, 4, 5, 6, 7];
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** The 168 hours of a week, from Monday's first on, also those in which nothing happened. */
export function weekOf(rows: readonly HourRow[]): HourRow[] {
  const counts = new Map(rows.map(({ day, hour, count }) => [day * hours.length + hour, count]));
  return days.flatMap((day) =>
    hours.map((hour) => ({ day, hour, count: counts.get(day * hours.length + hour) ?? 0 })),
  );
}

/** The change of each hour, by the rule of `deltaOf`. */
export function weekDeltasOf(current: readonly HourRow[], previous: readonly HourRow[]): BusyHourDelta[] {
  return current.map(({ day, hour, count }, place) => ({
    day,
    hour,
    count: deltaOf(count, previous[place]?.count ?? 0),
  }));
}
