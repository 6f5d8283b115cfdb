import { expect, test } from 'vitest';
import { createDocumentCache } from './document-cache.ts';

test('the least recently used are forgotten once there are too many characters', () => {
  const cache = createDocumentCache<number>(6);
  cache.set('aa', 1);
  cache.set('bb', 2);
  cache.set('aa', 3);
  cache.set('cc', 4);
  cache.get('bb');
  cache.set('dd', 5);
  expect(['aa', 'bb', 'cc', 'dd'].map((source) => cache.get(source))).toEqual([undefined, 2, 4, 5]);
  cache.set('longer than all', 6);
  expect(['bb', 'longer than all'].map((source) => cache.get(source))).toEqual([undefined, undefined]);
});
