import { Temporal } from 'temporal-polyfill';
import { type Clock, elapsedSeconds } from './clock.ts';
import { dayCalendar } from './days.ts';
import type { OfficeHours, OfficeInterval } from './office-hours.ts';
import { openWithin, SECOND, WEEK, weekSlices } from './office-week.ts';

/** 0001-01-01T00:00:00Z, a Monday: weeks are numbered from it, so that no instant lies in a negative one. */
const FIRST_MICROS = -62_135_596_800n * BigInt(SECOND);

/** Around 22 January 1800: no zone changed its clocks earlier, so all weeks before are like this one. */
const EARLIEST_WEEK = 93_870;

/** The calendar repeats every 400 years; beyond the year 2100 every zone's clock changes do so with it. */
const CYCLE_WEEKS = 20_871;
/** Around the new year of 2501: later weeks are looked up a cycle or more before. */
const LATEST_WEEK = 130_444;

const EPOCH_DAY = Temporal.PlainDate.from('1970-01-01');

/**
 * A clock that runs inside the office hours in `zone` only, or all the time if they are not enabled.
 *
 * The ends of the intervals resolve as Temporal's `compatible` does, so an interval within a skipped hour moves behind
 * it, and time in two intervals counts once. Nothing counts on closed days. Weeks are remembered: keep the clock for as long as its account is in use.
 */
export function officeClock(hours: OfficeHours, zone: string): Clock {
  if (!hours.enabled) return elapsedSeconds;
  const clock = weeklyClock(hours.days, zone);
  return hours.closedDays?.length ? closedOn(hours.closedDays, zone, clock) : clock;
}

function weeklyClock(days: readonly OfficeInterval[], zone: string): Clock {
  const slicesOf = weekSlices(days, zone, Number(FIRST_MICROS / 1000n));
  const openIn = (week: number) => openWithin(slicesOf(week), WEEK) / SECOND;
  const openBefore = runningSum(openIn);
  const openInCycle = () => openBefore(LATEST_WEEK) - openBefore(LATEST_WEEK - CYCLE_WEEKS);

  // Dates such as 0001-01-01 and 9999-12-31 stand for a missing one in real data: no walk through all weeks for them.
  const read = (micros: bigint) => {
    const sinceFirst = micros - FIRST_MICROS;
    const week = Number(sinceFirst / BigInt(WEEK));
    const early = Math.min(0, week - EARLIEST_WEEK);
    const cycles = Math.max(0, Math.ceil((week - LATEST_WEEK) / CYCLE_WEEKS));
    const known = week - early - cycles * CYCLE_WEEKS;
    const open = openWithin(slicesOf(known), Number(sinceFirst % BigInt(WEEK)));
    return { cycles, seconds: openBefore(known) + early * openIn(EARLIEST_WEEK), micros: open };
  };
  return (from, to) => {
    const begun = read(from);
    const ended = read(to);
    const cycles = ended.cycles - begun.cycles;
    const ofCycles = cycles === 0 ? 0 : cycles * openInCycle();
    return ofCycles + ended.seconds - begun.seconds + Math.floor((ended.micros - begun.micros) / SECOND);
  };
}

/** The sum of the amounts before an index, less a constant (from the first index asked for): good for differences. */
function runningSum(amountOf: (index: number) => number): (index: number) => number {
  const sums = new Map<number, number>();
  let [low, lowSum, high, highSum] = [0, 0, 0, 0];
  return (index) => {
    if (sums.size === 0) {
      sums.set(index, 0);
      low = index;
      high = index;
    }
    while (high < index) {
      highSum += amountOf(high);
      high += 1;
      sums.set(high, highSum);
    }
    while (low > index) {
      low -= 1;
      lowSum -= amountOf(low);
      sums.set(low, lowSum);
    }
    return sums.get(index) ?? 0;
  };
}

/** A clock that stands still on some dates of `zone`, given as `YYYY-MM-DD`, and else runs as another one does. */
function closedOn(dates: readonly string[], zone: string, clock: Clock): Clock {
  const { startOf } = dayCalendar(zone);
  const days = [...new Set(dates)].sort().map((date) => EPOCH_DAY.until(date, { largestUnit: 'days' }).days);
  const closed = days.map((day) => ({ start: startOf(day), end: startOf(day + 1) }));
  const lost = [0];
  for (const [place, { start, end }] of closed.entries()) lost.push((lost[place] ?? 0) + clock(start, end));
  const lostIn = (first: number, until: number): number => (lost[until] ?? 0) - (lost[first] ?? 0);

  return (from, to) => {
    const [first, last] = [endedBy(closed, from), endedBy(closed, to)];
    const [begun, ended] = [closed[first], closed[last]];
    // What begins within a closed day counts from its end, what ends within one until its start.
    const opens =
      begun && begun.start < from ? { at: begun.end, place: first + 1 } : { at: from, place: first };
    const closes = ended && ended.start < to ? ended.start : to;
    return opens.at < closes ? clock(opens.at, closes) - lostIn(opens.place, last) : 0;
  };
}

/** How many of some days, which are in order, have ended by an instant. */
function endedBy(days: readonly { readonly end: bigint }[], instant: bigint): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle]?.end ?? instant) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
