import { expect, test } from 'vitest';
import { SetAsideError } from '../../requests/errors.ts';
import { withRetries } from './retries.ts';

test('half as much is read where the database was busy, five times', async () => {
  const sizes: number[] = [];
  const waited: number[] = [];
  const time = { now: () => 0, sleep: async (milliseconds: number) => void waited.push(milliseconds) };
  const work = withRetries(time, new AbortController().signal, 1000, async (size) => {
    sizes.push(size);
    throw new Error('Connection terminated due to connection timeout');
  });
  await expect(work).rejects.toThrow(SetAsideError);
  expect(sizes).toEqual([1000, 500, 250, 125, 63, 32]);
  expect(waited).toEqual([1000, 2000, 4000, 8000, 16_000]);
});
