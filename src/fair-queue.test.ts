import { expect, test } from 'vitest';
import { createFairQueue, type Sharer } from './fair-queue.ts';

const requestOf = (sharer: string): Sharer => ({ sharer });

function takeAll<Item>(take: () => Item | undefined): Item[] {
  const taken: Item[] = [];
  for (let item = take(); item !== undefined; item = take()) taken.push(item);
  return taken;
}

test('turns come round by sharer, then by request, then in order', () => {
  const queue = createFairQueue<string>();
  const [many, few, other] = [requestOf('a'), requestOf('a'), requestOf('b')];
  for (const item of ['a1', 'a2', 'a3', 'a4']) queue.add(many, item);
  for (const item of ['A1', 'A2']) queue.add(few, item);
  for (const item of ['b1', 'b2']) queue.add(other, item);
  expect([queue.size(), queue.sizeOf(many), queue.sizeOf(requestOf('a'))]).toEqual([8, 4, 0]);
  expect(takeAll(queue.take)).toEqual(['a1', 'b1', 'A1', 'b2', 'a2', 'A2', 'a3', 'a4']);
  expect(queue.size()).toBe(0);
});

test('who may not have a turn keeps the place for later', () => {
  const queue = createFairQueue<string>();
  const [first, second] = [requestOf('a'), requestOf('b')];
  queue.add(first, 'a1');
  queue.add(second, 'b1');
  queue.add(second, 'b2');
  expect(takeAll(() => queue.take((of) => of !== first))).toEqual(['b1', 'b2']);
  expect(takeAll(queue.take)).toEqual(['a1']);
});

test('what leaves before its turn is not taken, and leaves once', () => {
  const queue = createFairQueue<string>();
  const request = requestOf('a');
  const leave = queue.add(request, 'a1');
  queue.add(request, 'a2');
  leave();
  leave();
  expect([queue.size(), queue.sizeOf(request)]).toEqual([1, 1]);
  expect(takeAll(queue.take)).toEqual(['a2']);
});
