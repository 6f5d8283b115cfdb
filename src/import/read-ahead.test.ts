import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readAhead } from './read-ahead.ts';

function itemsOf(sizes: readonly number[]) {
  const read: number[] = [];
  let closed = false;
  async function* items() {
    try {
      for (const bytes of sizes) {
        read.push(bytes);
        yield { bytes };
      }
    } finally {
      closed = true;
    }
  }
  return { items: items(), read, isClosed: () => closed };
}

test('items come in their order, and are read while the caller works, up to the limit', async () => {
  const { items, read, isClosed } = itemsOf([3, 4, 5, 1, 2, 20, 1, 1]);
  const seen: (readonly [number, readonly number[]])[] = [];
  for await (const { bytes } of readAhead(items, 10)) {
    await setImmediate();
    seen.push([bytes, [...read]]);
  }
  expect(seen).toEqual([
    [3, [3, 4, 5]],
    [4, [3, 4, 5, 1]],
    [5, [3, 4, 5, 1, 2, 20]],
    [1, [3, 4, 5, 1, 2, 20]],
    [2, [3, 4, 5, 1, 2, 20]],
    [20, [3, 4, 5, 1, 2, 20]],
    [1, [3, 4, 5, 1, 2, 20, 1, 1]],
    [1, [3, 4, 5, 1, 2, 20, 1, 1]],
  ]);
  expect(isClosed()).toBe(true);
});

test('an error comes after the items before it', async () => {
  async function* broken() {
    yield { bytes: 1 };
    throw new Error('no more');
  }
  const seen: number[] = [];
  const reading = (async () => {
    for await (const { bytes } of readAhead(broken(), 10)) {
      await setImmediate();
      seen.push(bytes);
    }
  })();
  await expect(reading).rejects.toThrow('no more');
  expect(seen).toEqual([1]);
});

test('a caller that stops closes the source', async () => {
  const { items, isClosed } = itemsOf([1, 1, 1, 1]);
  for await (const { bytes } of readAhead(items, 2)) {
    expect(bytes).toBe(1);
    break;
  }
  await setImmediate();
  expect(isClosed()).toBe(true);
});
