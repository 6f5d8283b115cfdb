import { expect, test } from 'vitest';
import { createPositions } from './positions.ts';

test('rows are as old as the last look at which the primary was no further', () => {
  const positions = createPositions();
  expect(positions.ageAt(10n, 1000)).toBe(Number.POSITIVE_INFINITY);
  positions.note(10n, 1000);
  positions.note(20n, 2000);
  expect([9n, 10n, 19n, 20n, 30n].map((position) => positions.ageAt(position, 2500))).toEqual([
    Number.POSITIVE_INFINITY,
    1500,
    1500,
    500,
    500,
  ]);
});

test('nothing grows old while nothing is written', () => {
  const positions = createPositions();
  for (const at of [1000, 2000, 9000]) positions.note(10n, at);
  expect(positions.ageAt(10n, 9001)).toBe(1);
});

test('of a primary whose log was longer nothing is known any more', () => {
  const positions = createPositions();
  positions.note(20n, 1000);
  positions.note(15n, 2000);
  expect(positions.ageAt(15n, 2000)).toBe(0);
  expect(positions.ageAt(14n, 2000)).toBe(Number.POSITIVE_INFINITY);
});

test('what is longer ago than an hour is forgotten', () => {
  const positions = createPositions();
  for (let second = 0; second < 3601; second++) positions.note(BigInt(second), second * 1000);
  expect(positions.ageAt(1n, 3_600_000)).toBe(3_599_000);
  expect(positions.ageAt(0n, 3_600_000)).toBe(Number.POSITIVE_INFINITY);
});
