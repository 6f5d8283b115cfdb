import { expect, test } from 'vitest';
import { parseExactly } from './exact-json.ts';

test.each<[string, number | bigint]>([
  ['9007199254740991', 9007199254740991],
  ['9007199254740993', 9007199254740993n],
  ['-9007199254740993', -9007199254740993n],
  ['9007199254740993.0', 9007199254740993n],
  ['9.007199254740993e15', 9007199254740993n],
  ['90071992547409930E-1', 9007199254740993n],
  ['1e23', 100000000000000000000000n],
  ['0.5e1', 5],
  ['1.5', 1.5],
  ['0.1234567890123456789', 0.12345678901234568],
  ['9007199254740993.5', 9007199254740994],
  ['1e400', Number.POSITIVE_INFINITY],
  ['-0', -0],
])('%s is read as %s', (text, value) => {
  expect(parseExactly(`{"v": [${text}]}`)).toEqual({ v: [value] });
});

test.each([
  '{"a":"9007199254740993 \\" :9007199254740993","b":9007199254740993}',
  '{"__proto__":{"query":"x"},"a":9007199254740993}',
  '{"a":1,"a":9007199254740993}',
  '[9007199254740993, null, true, {"\\u00e9": []}]',
])('everything else of %s is read as by JSON.parse', (text) => {
  const rounded = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);
  expect(JSON.stringify(parseExactly(text), rounded)).toBe(JSON.stringify(JSON.parse(text)));
});

test.each(['{"a":9007199254740993', '[01,9007199254740993]', '[9007199254740993,]', 'null 9007199254740993'])(
  '%s is no JSON',
  (text) => {
    expect(() => parseExactly(text)).toThrow();
  },
);
