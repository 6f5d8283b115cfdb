import { Temporal } from 'temporal-polyfill';
import type { PeriodValue } from './question.ts';

/** The busiest day and hours of conversations that were created at some instants of a period. */
export function busyTimes(createdAt: string[], period: PeriodValue, zone: string): object {
  if (createdAt.length === 0) return { busiestDay: null, busyTimeStart: null, busyTimeEnd: null };
  const times = createdAt.map((at) => Temporal.Instant.from(at).toZonedDateTimeISO(zone));
  const days = daysTouched(period, zone);
  const createdOn = (day: number) => times.filter(({ dayOfWeek }) => dayOfWeek === day);
  const average = (day: number): number =>
    createdOn(day).length / Math.max(1, days.filter(({ dayOfWeek }) => dayOfWeek === day).length);
  const day = best([1, 2, 3, 4, 5, 6, 7], average);
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const hour = best(hours, (each) => createdOn(day).filter((time) => time.hour === each).length);
  const start = best(
    hours.slice(0, 23),
    (each) => times.filter((time) => time.hour === each || time.hour === each + 1).length,
  );
  return {
    busiestDay: { day, hour, count: createdOn(day).length },
    busyTimeStart: start,
    busyTimeEnd: start + 2,
  };
}

/** The local calendar days of a period, found by looking at the clock every hour. */
function daysTouched({ start, end }: PeriodValue, zone: string): Temporal.PlainDate[] {
  const [first, after] = [Temporal.Instant.from(start), Temporal.Instant.from(end)];
  const days = new Map<string, Temporal.PlainDate>();
  const look = (at: Temporal.Instant): void => {
    const day = at.toZonedDateTimeISO(zone).toPlainDate();
    days.set(day.toString(), day);
  };
  for (let at = first; Temporal.Instant.compare(at, after) < 0; at = at.add({ hours: 1 })) look(at);
  if (Temporal.Instant.compare(first, after) < 0) look(after.subtract({ nanoseconds: 1 }));
  return [...days.values()];
}

function best(candidates: number[], value: (candidate: number) => number): number {
  const highest = Math.max(...candidates.map(value));
  return candidates.find((candidate) => value(candidate) === highest) ?? Number.NaN;
}
