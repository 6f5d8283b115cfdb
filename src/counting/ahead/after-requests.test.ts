import { expect, test } from 'vitest';
import { afterRequests } from './after-requests.ts';

/** How often it is looked whether requests wait, who are so many and leave one by one. */
async function looks(requests: number, signal = new AbortController().signal): Promise<number> {
  let count = 0;
  const waiting = (): number => Math.max(0, requests - count++);
  await afterRequests({ waiting }, signal, 200);
  return count;
}

test.each([
  ['nobody waits', 0, 1],
  ['three wait', 3, 4],
  ['they come without end', Number.POSITIVE_INFINITY, 10],
])('upkeep lets requests go first: %s', async (_, requests, count) => {
  expect(await looks(requests)).toBe(count);
});

test('upkeep that is stopped waits for nobody', async () => {
  expect(await looks(Number.POSITIVE_INFINITY, AbortSignal.abort())).toBe(1);
});
