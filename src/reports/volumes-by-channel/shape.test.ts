import { expect, test } from 'vitest';
import { volumeDeltasOf, volumeOf } from './shape.ts';

test('a bucket lists every type, also those that did not occur', () => {
  expect(volumeOf([])).toEqual({ chat: 0, email: 0, phone: 0 });
  expect(
    volumeOf([
      { type: 'email', count: 3 },
      { type: 'phone', count: 1 },
    ]),
  ).toEqual({ chat: 0, email: 3, phone: 1 });
});

test.each([
  ['two empty periods', [], [], { chat: 0, email: 0, phone: 0, total: 0 }],
  ['a period after an empty one', [[0, 1, 0]], [], { chat: 0, email: null, phone: 0, total: null }],
  [
    'sums, not buckets',
    [
      [1, 5, 0],
      [2, 1, 0],
    ],
    [
      [2, 0, 4],
      [0, 4, 0],
    ],
    { chat: 50, email: 50, phone: -100, total: -10 },
  ],
])('the deltas of %s', (_case, current, previous, expected) => {
  const series = (counts: number[][]) =>
    counts.map(([chat = 0, email = 0, phone = 0]) => ({ chat, email, phone }));
  expect(volumeDeltasOf(series(current), series(previous))).toEqual(expected);
});
