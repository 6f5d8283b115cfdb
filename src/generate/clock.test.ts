import { describe, expect, test } from 'vitest';
import { clockUntil, creationTimes, officeTimeFrom, utcOffset } from './clock.ts';
import { Random } from './random.ts';

const seconds = (instant: string) => Date.parse(instant) / 1000;
const clock = clockUntil(seconds('2026-01-01T00:00:00Z'), 730);

describe('utcOffset', () => {
  test.each([
    ['2024-01-15T12:00:00Z', 1],
    ['2024-03-31T00:59:59Z', 1],
    ['2024-03-31T01:00:00Z', 2],
    ['2024-10-27T00:59:59Z', 2],
    ['2024-10-27T01:00:00Z', 1],
    ['2025-03-30T01:00:00Z', 2],
    ['2025-10-26T01:00:00Z', 1],
  ])('%s', (instant, hours) => {
    expect(utcOffset(seconds(instant))).toBe(hours * 3600);
  });
});

describe('officeTimeFrom', () => {
  test.each([
    ['in the morning', '2025-01-15T08:30:00+01:00', '2025-01-15T08:30:00+01:00'],
    ['in the lunch break', '2025-01-15T12:10:00+01:00', '2025-01-15T13:00:00+01:00'],
    ['at closing time', '2025-01-15T18:00:00+01:00', '2025-01-16T08:00:00+01:00'],
    ['on Friday evening', '2025-01-17T16:00:01+01:00', '2025-01-20T08:00:00+01:00'],
    ['in summer', '2025-07-15T07:59:59+02:00', '2025-07-15T08:00:00+02:00'],
  ])('%s', (_name, time, expected) => {
    expect(officeTimeFrom(clock, seconds(time))).toBe(seconds(expected));
  });
});

describe('creationTimes', () => {
  test.each([1, 2, 999, 30_000])('gives %i times in order, between start and end', (count) => {
    const times = [...creationTimes(clock, count, new Random(1))];
    expect(times).toHaveLength(count);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.every((time) => Number.isInteger(time) && time >= clock.start && time < clock.end)).toBe(
      true,
    );
  });

  test('cover 730 days of full hours', () => {
    const odd = clockUntil(seconds('2025-06-10T10:20:30Z'), 730);
    expect([odd.start, odd.end]).toEqual([seconds('2023-06-11T10:00:00Z'), seconds('2025-06-10T10:00:00Z')]);
    expect([...creationTimes(odd, 50_000, new Random(1))].every((time) => time < odd.end)).toBe(true);
  });
});
