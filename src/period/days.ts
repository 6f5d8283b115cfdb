import { Temporal } from 'temporal-polyfill';
import { microsOf, toInstant } from './instant.ts';
import type { Period } from './period.ts';

const SECONDS_A_DAY = 86_400;
const DAY_MILLIS = 86_400_000;
const MICROS_A_SECOND = 1_000_000n;
/** More than any account has; days of far-off years, asked for again and again, must not fill the memory. */
const DAYS_REMEMBERED = 50_000;
const EPOCH_DAY = Temporal.PlainDate.from('1970-01-01');

/**
 * The days of one zone, numbered from 1970-01-01. A day begins where the zone's date does, for the first time where a
 * clock change enters it twice, and ends where the next one begins, so that every instant lies in one day. A day that the
 * zone skipped is empty. Instants are microseconds since 1970.
 */
export interface DayCalendar {
  readonly dayOf: (micros: bigint) => number;
  readonly startOf: (day: number) => bigint;
}

/** Days from `first` until before `until`; none where the two are equal. */
export interface DaySpan {
  readonly first: number;
  readonly until: number;
}

const calendars = new Map<string, DayCalendar>();

/** The calendar of a zone, the same one for everybody who asks: it remembers days that were looked up. */
export function dayCalendar(zone: string): DayCalendar {
  const calendar = calendars.get(zone) ?? newCalendar(zone);
  calendars.set(zone, calendar);
  return calendar;
}

function newCalendar(zone: string): DayCalendar {
  const starts = new Map<number, bigint>();
  const startOf = (day: number): bigint => {
    const known = starts.get(day);
    if (known !== undefined) return known;
    if (starts.size >= DAYS_REMEMBERED) starts.clear();
    const start = microsOf(EPOCH_DAY.add({ days: day }).toZonedDateTime(zone).toInstant());
    starts.set(day, start);
    return start;
  };
  const dayOf = (micros: bigint): number => {
    let day = Math.floor(Number(micros / MICROS_A_SECOND) / SECONDS_A_DAY);
    while (startOf(day) > micros) day -= 1;
    while (startOf(day + 1) <= micros) day += 1;
    return day;
  };
  return { dayOf, startOf };
}

/** The whole days of a period, in the calendar of a zone. */
export function wholeDaysOf({ start, end }: Period, { dayOf, startOf }: DayCalendar): DaySpan {
  const from = microsOf(start);
  const until = dayOf(microsOf(end));
  const begun = dayOf(from);
  const first = startOf(begun) === from ? begun : begun + 1;
  return { first: Math.min(first, until), until };
}

/** The days that a period touches, whole or in part. */
export function daysTouchedBy({ start, end }: Period, { dayOf }: DayCalendar): DaySpan {
  const first = dayOf(microsOf(start));
  return { first, until: Math.max(first, dayOf(microsOf(end) - 1n) + 1) };
}

/** What a period has before and after its whole days: up to two periods, none of them empty. */
export function edgesOf(period: Period, { first, until }: DaySpan, { startOf }: DayCalendar): Period[] {
  const [from, to] = [microsOf(period.start), microsOf(period.end)];
  if (first === until) return from < to ? [period] : [];
  const [head, tail] = [startOf(first), startOf(until)];
  const edges: Period[] = [];
  // Most of a series of buckets have neither, and each asks.
  if (from < head) edges.push({ start: period.start, end: toInstant(head) });
  if (tail < to) edges.push({ start: toInstant(tail), end: period.end });
  return edges;
}

/** The first day of the month that a day is in, and that of the next month. */
export function monthOf(day: number): DaySpan {
  // Of a series of buckets each asks this several times, and Temporal would take longer than the database.
  const date = new Date(day * DAY_MILLIS);
  date.setUTCDate(1);
  const first = date.getTime() / DAY_MILLIS;
  date.setUTCMonth(date.getUTCMonth() + 1);
  return { first, until: date.getTime() / DAY_MILLIS };
}

const weekDays = 7;
const lastWeek = 3;

/** The week of its month that a day is in: weeks begin on the 1st, 8th, 15th and 22nd, and the last one ends with the month. */
export function weekOf(day: number): DaySpan {
  const month = monthOf(day);
  const week = Math.min(Math.floor((day - month.first) / weekDays), lastWeek);
  const first = month.first + week * weekDays;
  return { first, until: week === lastWeek ? month.until : first + weekDays };
}

/** The weeks that lie within a span of days as a whole, in order. */
export function wholeWeeksOf({ first, until }: DaySpan): DaySpan[] {
  const weeks: DaySpan[] = [];
  const head = weekOf(first);
  for (
    let week = head.first === first ? head : weekOf(head.until);
    week.until <= until;
    week = weekOf(week.until)
  )
    weeks.push(week);
  return weeks;
}

/** The whole months within a span of days; none, at the span's start, where it holds none. */
export function wholeMonthsOf({ first, until }: DaySpan): DaySpan {
  const head = monthOf(first);
  const months = { first: head.first === first ? first : head.until, until: monthOf(until).first };
  return months.first < months.until ? months : { first, until: first };
}
