import { describe, expect, test } from 'vitest';
import { Random } from './random.ts';

const draws = 20_000;
const seeded = (seed: number) => {
  const random = new Random(seed);
  return Array.from({ length: draws }, () => random.uniform());
};
const share = (isHit: (random: Random) => boolean) => {
  const random = new Random(3);
  return Array.from({ length: draws }, () => isHit(random)).filter(Boolean).length / draws;
};

describe('Random', () => {
  test('gives the same numbers for the same seed, and others for a seed that differs in any bit', () => {
    expect(seeded(1)).toEqual(seeded(1));
    const beginnings = [0, 1, 2, 2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER].map(
      (seed) => seeded(seed)[0],
    );
    expect(new Set(beginnings).size).toBe(beginnings.length);
  });

  test('spreads evenly over [0, 1)', () => {
    const numbers = seeded(1);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth++) {
      const count = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
      expect(count / draws).toBeCloseTo(0.1, 1.5);
    }
  });

  test.each<[string, (random: Random) => boolean, number]>([
    ['chance', (random) => random.chance(0.3), 0.3],
    ['below', (random) => random.below(4) === 3, 0.25],
    ['skewedBelow', (random) => random.skewedBelow(16) === 0, 0.25],
    ['pick', (random) => random.pick(['a', 'b']) === 'b', 0.5],
    ['pickSkewed', (random) => random.pickSkewed(['a', 'b', 'c', 'd']) === 'a', 0.5],
    [
      'pickWeighted',
      (random) =>
        random.pickWeighted([
          ['a', 80],
          ['b', 15],
          ['c', 5],
        ]) === 'b',
      0.15,
    ],
    ['delay up to the median', (random) => random.delay(1000) <= 1000, 0.51],
    ['delay above fifty times the median', (random) => random.delay(1000) > 50_001, 0],
  ])('%s', (_name, isHit, expected) => {
    expect(Math.abs(share(isHit) - expected)).toBeLessThan(0.01);
  });

  test('refuses to pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow(RangeError);
  });
});
