import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { valueKey } from './value-key.ts';

const at = (text: string) => Temporal.Instant.from(text);

test.each([
  ['instants', at('2024-03-01T00:00Z'), at('2024-03-01T01:00+01:00')],
  ['plain objects', { a: [1, null, 'x'], b: { c: true } }, { a: [1, null, 'x'], b: { c: true } }],
  ['objects without a prototype', { a: 1 }, Object.assign(Object.create(null), { a: 1 })],
])('equal %s have one key', (_, one, other) => {
  expect(valueKey(one)).toBe(valueKey(other));
});

test('different values have different keys', () => {
  const values = [
    ...[null, undefined, 'null', 'undefined', 0, '0', 0n, true, 'true', '', NaN, {}, [], [[]], ['']],
    ...[at('2024-03-01T00:00Z'), at('2024-03-01T00:00:00.000001Z'), '@1709251200000000000'],
    ...[{ a: 1 }, { a: '1' }, { b: 1 }, { a: { b: 1 } }, { a: undefined }, { 'a:1,b': 1 }, { a: 1, b: 1 }],
    ...[['a', 'b'], ['a,b'], ['a","b'], ['a', ['b']]],
  ];
  expect(new Set(values.map(valueKey)).size).toBe(values.length);
});

test.each([[new Map()], [new Date(0)], [() => 1], [Symbol('x')]])(
  'what cannot be told from others is refused: %s',
  (value) => {
    expect(() => valueKey({ value })).toThrow('is no part of a question');
  },
);
