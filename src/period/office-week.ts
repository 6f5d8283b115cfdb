import { Temporal } from 'temporal-polyfill';
import { minutesOf, type OfficeInterval } from './office-hours.ts';

/** Microseconds. Weeks are those of UTC and start on Monday. */
export const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
export const WEEK = 7 * DAY;

/** An open stretch, in microseconds from the start of its week. */
type Slice = readonly [from: number, to: number];

/** The place of a local time, `minutes` into the `day`-th day from a week's Monday, counted like a {@link Slice}. */
type Resolve = (day: number, minutes: number) => number;

/**
 * Looks up the sorted, disjoint open slices of a week, the weeks being numbered from the Monday at `firstMillis`.
 *
 * Weeks without a clock change share them by their UTC offset; the others go through Temporal, once.
 */
export function weekSlices(days: readonly OfficeInterval[], zone: string, firstMillis: number) {
  const byWeek = new Map<number, readonly Slice[]>();
  const byOffset = new Map<number, readonly Slice[]>();
  return (week: number): readonly Slice[] =>
    remembered(byWeek, week, () => {
      const start = firstMillis + week * (WEEK / 1000);
      const offset = steadyOffset(start, zone);
      if (offset === undefined) return toSlices(days, resolverAround(start, zone));
      return remembered(byOffset, offset, () =>
        toSlices(days, (day, minutes) => day * DAY + minutes * 60 * SECOND - offset),
      );
    });
}

/** Open microseconds among the first `position` of a week. */
export function openWithin(slices: readonly Slice[], position: number): number {
  let open = 0;
  for (const [from, to] of slices) if (from < position) open += Math.min(to, position) - from;
  return open;
}

/** The UTC offset in microseconds, if no clock change is near enough to touch the week: none is undone in 4 days. */
function steadyOffset(startMillis: number, zone: string): number | undefined {
  const offsetAfter = (days: number) =>
    Temporal.Instant.fromEpochMilliseconds(startMillis + days * (DAY / 1000)).toZonedDateTimeISO(zone)
      .offsetNanoseconds / 1000;
  const offset = offsetAfter(-3);
  return [1, 5, 9].every((days) => offsetAfter(days) === offset) ? offset : undefined;
}

function resolverAround(startMillis: number, zone: string): Resolve {
  const monday = Temporal.Instant.fromEpochMilliseconds(startMillis)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
  return (day, minutes) => {
    const resolved = monday
      .add({ minutes: day * 24 * 60 + minutes })
      .toZonedDateTime(zone, { disambiguation: 'compatible' });
    return (resolved.epochMilliseconds - startMillis) * 1000;
  };
}

/** Offsets and skipped days move an interval by up to two days: those of the days around the week may reach into it. */
function toSlices(days: readonly OfficeInterval[], resolve: Resolve): readonly Slice[] {
  const sorted = [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7]
    .flatMap((day) =>
      days
        .filter((interval) => interval.day === ((day + 7) % 7) + 1)
        .map(({ from, to }): Slice => [resolve(day, minutesOf(from)), resolve(day, minutesOf(to))]),
    )
    .toSorted(([a], [b]) => a - b);
  const slices: Slice[] = [];
  let counted = 0;
  for (const [from, to] of sorted) {
    const slice: Slice = [Math.max(from, counted), Math.min(to, WEEK)];
    if (slice[0] >= slice[1]) continue;
    slices.push(slice);
    counted = slice[1];
  }
  return slices;
}

function remembered<Value>(known: Map<number, Value>, key: number, make: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
