import { Temporal } from 'temporal-polyfill';
import type { Helpdesk } from './records.ts';

/** Whole seconds between two instants; within the office hours only where `office` asks for it and they are enabled. */
export function secondsBetween(desk: Helpdesk, from: string, to: string, office: boolean): number {
  const [start, end] = [millisOf(from), millisOf(to)];
  const open = office && desk.officeHours.enabled ? openTimes(desk, from, to) : [[start, end] as const];
  let counted = start;
  let total = 0;
  for (const [opens, closes] of open) {
    const begin = Math.max(opens, counted);
    const finish = Math.min(closes, end);
    if (finish <= begin) continue;
    total += finish - begin;
    counted = finish;
  }
  return Math.floor(total / 1000);
}

/** The intervals of the local days around two instants, in the order in which they open. */
function openTimes({ officeHours, timeZone }: Helpdesk, from: string, to: string): [number, number][] {
  const dayOf = (at: string) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const first = dayOf(from).subtract({ days: 1 });
  const length = first.until(dayOf(to)).days + 2;
  const days = Array.from({ length }, (_, index) => first.add({ days: index }));
  const times = days.flatMap((day) => {
    const at = (time: string): number => {
      const local = time === '24:00' ? day.add({ days: 1 }).toPlainDateTime() : day.toPlainDateTime(time);
      return local.toZonedDateTime(timeZone).epochMilliseconds;
    };
    const isClosed = officeHours.closedDays?.includes(day.toString());
    const hours = officeHours.days.filter((interval) => !isClosed && interval.day === day.dayOfWeek);
    return hours.map((interval): [number, number] => [at(interval.from), at(interval.to)]);
  });
  return times.sort(([one], [other]) => one - other);
}

function millisOf(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds;
}
