import { expect, test } from 'vitest';
import { createTurns, type Waiter } from './turns.ts';

/** Work that says when it began and goes on until it is ended. */
function createWork(places: number) {
  const turns = createTurns(places);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (of: Waiter, name: string) => {
    void turns.run(of, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise(setImmediate);
    return begun;
  };
  return { turns, begun, ask, end };
}

const requestOf = (sharer: string, signal = new AbortController().signal): Waiter => ({ sharer, signal });

test('a sharer has half of the places, and a request one less', async () => {
  const { ask, end, turns } = createWork(6);
  const [heavy, light, other] = [requestOf('a'), requestOf('a'), requestOf('b')];
  for (const name of ['a1', 'a2', 'a3', 'a4']) ask(heavy, name);
  for (const name of ['A1', 'A2']) ask(light, name);
  for (const name of ['b1', 'b2', 'b3']) ask(other, name);
  expect(await end('')).toEqual(['a1', 'a2', 'A1', 'b1', 'b2']);
  expect(turns.waiting()).toBe(4);
  expect((await end('A1')).slice(5)).toEqual(['A2']);
  expect((await end('b1')).slice(6)).toEqual(['b3']);
  expect((await end('a1')).slice(7)).toEqual(['a3']);
});

test('the only place comes round as well', async () => {
  const { ask, end } = createWork(1);
  const [first, second] = [requestOf('a'), requestOf('b')];
  for (const name of ['a1', 'a2', 'a3']) ask(first, name);
  for (const name of ['b1', 'b2']) ask(second, name);
  for (const name of ['', 'a1', 'a2', 'b1', 'a3']) await end(name);
  expect(await end('')).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
});

test('what is given up while it waits never begins and takes no place', async () => {
  const { ask, end, turns } = createWork(1);
  const giveUp = new AbortController();
  ask(requestOf('a'), 'a1');
  ask(requestOf('a', giveUp.signal), 'given up');
  ask(requestOf('b'), 'b1');
  giveUp.abort();
  expect(await end('')).toEqual(['a1']);
  expect(turns.waiting()).toBe(1);
  expect(await end('a1')).toEqual(['a1', 'b1']);
});
