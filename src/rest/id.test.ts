import { expect, test } from 'vitest';
import { printedId } from './id.ts';

test.each([
  ['1', 1],
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740992', '9007199254740992'],
  ['99999999999999999', '99999999999999999'],
  ['0', '0'],
  ['-5', '-5'],
  ['007', '007'],
  ['1e3', '1e3'],
  ['0x1', '0x1'],
  ['1.0', '1.0'],
  ['m1', 'm1'],
  ['__proto__', '__proto__'],
])('%s is printed as %j', (id, printed) => {
  expect(printedId(id)).toBe(printed);
});
