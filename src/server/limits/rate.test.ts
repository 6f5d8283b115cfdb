import { expect, test } from 'vitest';
import { createRateLimiter, secondsToWait } from './rate.ts';

test('each key has its share of every minute of the clock', () => {
  const { count, look } = createRateLimiter(2);
  const asked: [string, number][] = [
    ['one', 60_000],
    ['one', 60_001],
    ['one', 60_002],
    ['other', 60_003],
    ['one', 119_001],
    ['one', 120_000],
  ];
  const usages = asked.map(([key, now]) => ({ now, ...count(key, now) }));
  expect(usages.map(({ isExceeded }) => isExceeded)).toEqual([false, false, true, false, true, false]);
  expect(usages.map(({ remaining }) => remaining)).toEqual([1, 0, 0, 1, 0, 1]);
  expect(usages.map((usage) => secondsToWait(usage, usage.now))).toEqual([60, 60, 60, 60, 1, 60]);
  expect(look('one', 120_001)).toEqual({ limit: 2, remaining: 1, isExceeded: false, resetsAt: 180_000 });
});
