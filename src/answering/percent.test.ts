import { expect, test } from 'vitest';
import { shareOf } from './percent.ts';

const withoutComparison = { previousCount: null, previousPercent: null, deltaPercent: null };

test.each([
  [
    "Help Scout's untagged conversations",
    [1465, 1651],
    [1816, 2080],
    {
      count: 1465,
      previousCount: 1651,
      percent: 80.6718061674009,
      previousPercent: 79.375,
      deltaPercent: 1.296806167400881,
    },
  ],
  ['no comparison', [1, 0], [4, null], { count: 1, percent: 25, ...withoutComparison }],
  ['nothing at all', [0, 0], [0, null], { count: 0, percent: 0, ...withoutComparison }],
  [
    'nothing before',
    [1, 0],
    [2, 0],
    { count: 1, previousCount: 0, percent: 50, previousPercent: 0, deltaPercent: 50 },
  ],
] as const)('the share of %s', (_case, [count, previousCount], [current, previous], expected) => {
  const share = shareOf({ count, previousCount }, { current, previous });
  const rounded = Object.entries(share).map(([name, value]) => [name, round(value)]);
  expect(Object.fromEntries(rounded)).toEqual(
    Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, round(value)])),
  );
});

function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e10) / 1e10;
}
