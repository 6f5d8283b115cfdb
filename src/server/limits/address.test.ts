import { expect, test } from 'vitest';
import { addressOf } from './address.ts';

test.each([
  ['no proxy, no header', null, 0, '10.0.0.1'],
  ['no proxy, a header made up', '1.1.1.1', 0, '10.0.0.1'],
  ['one proxy', '2.2.2.2', 1, '2.2.2.2'],
  ['one proxy, an entry made up', '1.1.1.1, 2.2.2.2', 1, '2.2.2.2'],
  ['two proxies', '2.2.2.2, 10.0.0.2', 2, '2.2.2.2'],
  ['fewer proxies than trusted', '2.2.2.2', 3, '2.2.2.2'],
  ['a proxy passed by', null, 1, '10.0.0.1'],
])('%s', (_case, forwardedFor, proxies, address) => {
  expect(addressOf('10.0.0.1', forwardedFor, proxies)).toBe(address);
});
