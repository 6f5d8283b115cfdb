import { describe, expect, test } from 'vitest';
import { type Length, periodsOf } from '../../bench/question.ts';
import { assertSame } from '../../bench/same.ts';
import { formatInstant } from '../../src/period/instant.ts';

describe('answers are the same', () => {
  test.each([
    ['with floats that differ in the last place', { mean: 0.1 + 0.2 }, { mean: 0.3 }],
    ['whatever is derived from them', { count: 2, percent: 50, deltas: {} }, { count: 2 }],
    ['in nested lists', { top: [{ id: 't1', count: 3 }] }, { top: [{ id: 't1', count: 3 }] }],
  ])('%s', (_name, one, other) => {
    expect(() => assertSame('report', one, other)).not.toThrow();
  });

  test.each([
    [
      'a count',
      { top: [{ count: 3 }] },
      { top: [{ count: 4 }] },
      'report: the answers differ at .top.0.count: 3 and 4',
    ],
    [
      'a shorter list',
      { top: [1, 2] },
      { top: [1] },
      'report: the answers differ at .top.1: 2 and undefined',
    ],
    ['a number for none', { mean: 0 }, { mean: null }, 'report: the answers differ at .mean: 0 and null'],
    [
      'a part for none',
      { previous: { count: 0 } },
      { previous: null },
      'report: the answers differ at .previous',
    ],
  ])('but not with %s', (_name, one, other, message) => {
    expect(() => assertSame('report', one, other)).toThrow(message);
  });
});

describe('periods', () => {
  test.each<[Length, number, number]>([
    ['month', 28, 31],
    ['quarter', 89, 92],
    ['year', 365, 366],
    ['whole time', 1101, 1461],
  ])('of a %s follow one another, lie in the span and never repeat', (length, shortest, longest) => {
    const periods = periodsOf(length, 1);
    const seen = Array.from({ length: 200 }, () => periods.next().value);
    for (const { current, previous } of seen) {
      const days = Math.round(current.start.until(current.end).total('days'));
      expect(days).toBeGreaterThanOrEqual(shortest);
      expect(days).toBeLessThanOrEqual(longest);
      expect(formatInstant(previous?.start ?? current.start) >= '2021-12-31T23:00:00Z').toBe(true);
      expect(formatInstant(current.end) <= '2025-12-31T23:00:00Z').toBe(true);
      if (previous) expect(previous.end).toEqual(current.start);
    }
    const starts = seen.map(({ current }) => `${formatInstant(current.start)} ${formatInstant(current.end)}`);
    expect(new Set(starts).size).toBe(seen.length);
  });
});
