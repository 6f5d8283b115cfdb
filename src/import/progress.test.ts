import { expect, test } from 'vitest';
import { progressLine } from './progress.ts';

test.each([
  [0, 1000, 0, 0, 'week 0 MB 0 conversations, 0 a second'],
  [12_400_000, undefined, 9000, 3, 'week 12 MB 9000 conversations, 3000 a second'],
  [250, 1000, 50, 10, 'week [######..................] 25 % 50 conversations, 5 a second, 0:30 left'],
  [1, 1000, 0, 3, 'week [........................] 0 % 0 conversations, 0 a second, 49:57 left'],
  [1, 1000, 0, 4, 'week [........................] 0 % 0 conversations, 0 a second, 1:06:36 left'],
  [999, 1000, 999, 1.5, 'week [########################] 99 % 999 conversations, 666 a second, 0:01 left'],
  [2000, 1000, 7, 2, 'week [########################] 100 % 7 conversations, 4 a second, 0:00 left'],
])('%d of %s bytes, %d conversations in %d seconds', (read, size, conversations, seconds, line) => {
  expect(progressLine({ name: 'week', read, size, conversations, seconds })).toBe(line);
});
