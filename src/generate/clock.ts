import { officeHours } from './catalogue.ts';
import type { Random } from './random.ts';

const hoursOfWeek = 7 * 24;
const day = 86_400;
const hour = 3_600;

/** New conversations in an hour of a working day, and of a Saturday or Sunday, from midnight on. */
const workingDay = [2, 1, 1, 1, 1, 2, 6, 16, 36, 54, 60, 55, 40, 46, 52, 48, 42, 32, 24, 20, 16, 11, 7, 4];
const weekendDay = [2, 1, 1, 1, 1, 1, 2, 4, 7, 11, 14, 15, 14, 13, 13, 13, 12, 12, 12, 11, 9, 6, 4, 3];
/** From Monday on. */
const weekdayFactors = [1.12, 1.04, 1, 0.98, 0.86, 1.1, 0.9];
/** From January on: returns after Christmas, a summer of hiking, the presents. */
const monthFactors = [1.1, 0.9, 0.92, 1, 1.05, 1.12, 1.15, 1, 0.9, 0.95, 1.25, 1.5];
/** What the last day brings in more than the first. */
const growth = 0.8;

const hoursToOpening = hoursToOpeningTable();

/** The span of time a helpdesk is generated for, in whole seconds since 1970, as all times are here. */
export interface Clock {
  readonly start: number;
  readonly end: number;
  /** For each hour from `start` its local hour of the week, 0 = Monday from midnight to one. */
  readonly localHours: readonly number[];
}

/** The days, of 24 hours each, that end with the last full hour before `latest`. */
export function clockUntil(latest: number, days: number): Clock {
  const end = Math.floor(latest / hour) * hour;
  const start = end - days * day;
  const localHours = Array.from({ length: days * 24 }, (_, index) => {
    const time = start + index * hour;
    // 1 January 1970 was a Thursday: three days after Monday.
    return ((time + utcOffset(time)) / hour + 3 * 24) % hoursOfWeek;
  });
  return { start, end, localHours };
}

/**
 * Seconds that Europe/Berlin is ahead of UTC, by the rule in force since 1996. Spelt out so that the output does
 * not depend on the time zone data of the machine.
 */
export function utcOffset(time: number): number {
  const year = new Date(time * 1000).getUTCFullYear();
  const isSummer = time >= lastSundayAtOne(year, 2) && time < lastSundayAtOne(year, 9);
  return isSummer ? 2 * hour : hour;
}

/** 01:00 UTC on the last Sunday of March (2) or October (9): both have 31 days. */
function lastSundayAtOne(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31, 1));
  return last.getTime() / 1000 - last.getUTCDay() * day;
}

/** For each hour of the week the hours until the office is open: 0 while it is. */
function hoursToOpeningTable(): readonly number[] {
  const isOpen = (localHour: number) =>
    officeHours.days.some(({ day: weekday, from, to }) => {
      const hourOfDay = localHour - (weekday - 1) * 24;
      return hourOfDay >= Number.parseInt(from, 10) && hourOfDay < Number.parseInt(to, 10);
    });
  return Array.from({ length: hoursOfWeek }, (_, localHour) => {
    let wait = 0;
    while (!isOpen((localHour + wait) % hoursOfWeek)) wait++;
    return wait;
  });
}

/** The time itself if the office is open then, else the beginning of its next opening; after the end any time. */
export function officeTimeFrom(clock: Clock, time: number): number {
  const index = Math.floor((time - clock.start) / hour);
  const wait = hoursToOpening[clock.localHours[index] ?? 0] ?? 0;
  return wait === 0 ? time : clock.start + (index + wait) * hour;
}

/** When `count` conversations are created, in order, by the helpdesk's weeks, seasons and growth. */
export function* creationTimes(clock: Clock, count: number, random: Random): Generator<number> {
  const weights = hourlyWeights(clock, random);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // Short of a whole step, so that the last one cannot be rounded up to the total.
  const step = (index: number) => ((index + random.uniform() * 0.99) / count) * total;
  let index = 0;
  let position = step(index);
  let before = 0;
  for (const [hourIndex, weight] of weights.entries()) {
    for (; index < count && position < before + weight; position = step(++index)) {
      yield clock.start + Math.floor((hourIndex + (position - before) / weight) * hour);
    }
    before += weight;
  }
}

function hourlyWeights(clock: Clock, random: Random): number[] {
  let luck = 1;
  return clock.localHours.map((localHour, index) => {
    const hourOfDay = localHour % 24;
    const weekday = (localHour - hourOfDay) / 24;
    if (hourOfDay === 0) luck = 0.8 + 0.2 * (random.uniform() + random.uniform());
    const month = new Date((clock.start + index * hour) * 1000).getUTCMonth();
    const base = (weekday < 5 ? workingDay : weekendDay)[hourOfDay] ?? 1;
    const trend = 1 + (growth * index) / clock.localHours.length;
    return base * (weekdayFactors[weekday] ?? 1) * (monthFactors[month] ?? 1) * trend * luck;
  });
}
