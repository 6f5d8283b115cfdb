import { expect, test, vi } from 'vitest';
import { createSharedRateLimiter } from './shared-rate.ts';

/** A store that counts, and how often it was asked. */
function storeOf() {
  const counts = new Map<string, number>();
  const counter = vi.fn(async (key: string, points: number) => {
    const count = (counts.get(key) ?? 0) + points;
    counts.set(key, count);
    return count;
  });
  return { counter, counts };
}

test('a key that has plenty left costs few statements, and none is forgotten', async () => {
  vi.useFakeTimers();
  const { counter, counts } = storeOf();
  const { count } = createSharedRateLimiter(1500, counter);
  for (let request = 1; request <= 200; request += 1) {
    expect((await count('one', 60_000)).remaining).toBe(1500 - request);
    await vi.advanceTimersByTimeAsync(5);
  }
  expect(counter.mock.calls.length).toBeLessThan(20);
  await vi.advanceTimersByTimeAsync(1000);
  expect([...counts]).toEqual([['1 one', 200]]);
  vi.useRealTimers();
});

test('what others have taken is seen, and requests that come together are told together', async () => {
  const { counter } = storeOf();
  const [one, other] = [createSharedRateLimiter(10, counter), createSharedRateLimiter(10, counter)];
  const ask = ({ count }: typeof one, requests: number, now = 60_000) =>
    Promise.all(Array.from({ length: requests }, () => count('one', now)));
  expect((await ask(one, 6)).map(({ remaining }) => remaining)).toEqual([9, 8, 7, 6, 5, 4]);
  expect((await ask(other, 6)).map(({ isExceeded }) => isExceeded)).toEqual([
    false,
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(counter.mock.calls).toEqual([
    ['1 one', 6],
    ['1 one', 6],
  ]);
  expect((await ask(one, 1)).map(({ isExceeded }) => isExceeded)).toEqual([true]);
  expect(other.count('one', 60_000)).toMatchObject({ isExceeded: true, resetsAt: 120_000 });
  expect((await ask(other, 1, 120_000)).map(({ remaining }) => remaining)).toEqual([9]);
});
