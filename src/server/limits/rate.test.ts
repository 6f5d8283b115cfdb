import { expect, test } from 'vitest';
import { createRateLimiter } from './rate.ts';

test('each key has its share of every minute of the clock', () => {
  const waitOf = createRateLimiter(2);
  const asked: [string, number][] = [
    ['one', 60_000],
    ['one', 60_001],
    ['one', 60_002],
    ['other', 60_003],
    ['one', 119_001],
    ['one', 120_000],
  ];
  expect(asked.map(([key, now]) => waitOf(key, now))).toEqual([0, 0, 60, 0, 1, 0]);
});
