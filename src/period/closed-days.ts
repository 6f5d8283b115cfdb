import { Temporal } from 'temporal-polyfill';
import type { Clock } from './clock.ts';
import { dayCalendar } from './days.ts';

const EPOCH_DAY = Temporal.PlainDate.from('1970-01-01');

/** A clock that stands still on some dates of `zone`, given as `YYYY-MM-DD`, and else runs as another one does. */
export function closedOn(dates: readonly string[], zone: string, clock: Clock): Clock {
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
