import DataLoader from 'dataloader';
import { expect, test } from 'vitest';
import { AwayError } from './away-error.ts';
import { withinScope } from './database/scope.ts';
import { inTurn, pacedLoading, turn, turnUnlessGivenUp } from './pace.ts';

/** Longer than a request may go on at one go. */
function workLong(): void {
  const end = performance.now() + 20;
  while (performance.now() < end);
}

/** Runs work within a request of its own. */
function inRequest<T>(sharer: string, work: () => T, signal = new AbortController().signal): T {
  return withinScope(signal, work, sharer);
}

test('work goes on at one go for a while, then lets others have their turn', async () => {
  const order: string[] = [];
  const timer = new Promise<void>((resolve) => setImmediate(() => resolve(void order.push('event loop'))));
  const work = async (name: string) => {
    workLong();
    await inTurn(undefined);
    order.push(name);
  };
  const first = inRequest('a', async () => {
    expect(turn()).toBeUndefined();
    await work('first');
    order.push('later');
  });
  await Promise.all([first, timer, inRequest('b', () => work('second'))]);
  expect(order.slice(0, 1)).toEqual(['event loop']);
  expect(order.slice(1).sort()).toEqual(['first', 'later', 'second']);
});

test('outside of a request nobody waits', () => {
  workLong();
  expect(turn()).toBeUndefined();
});

test('what is given up goes on no more', async () => {
  const giveUp = new AbortController();
  let goesOn = false;
  inRequest(
    'a',
    () => {
      turn();
      workLong();
      void inTurn(undefined).then(() => {
        goesOn = true;
      });
    },
    giveUp.signal,
  );
  giveUp.abort();
  inRequest('a', () => void inTurn(undefined).then(() => (goesOn = true)), giveUp.signal);
  for (let round = 0; round < 5; round += 1) await new Promise(setImmediate);
  expect(goesOn).toBe(false);
});

test('where somebody waits for it, what is given up fails', async () => {
  const giveUp = new AbortController();
  const waits = inRequest(
    'a',
    () => {
      turn();
      workLong();
      return turnUnlessGivenUp();
    },
    giveUp.signal,
  );
  giveUp.abort();
  await expect(waits).rejects.toThrow(AwayError);
  await expect(inRequest('a', turnUnlessGivenUp, giveUp.signal)).rejects.toThrow(AwayError);
  await expect(inRequest('a', turnUnlessGivenUp)).resolves.toBeUndefined();
});

test('a loader is not sent before all that its request waits for has had its turn', async () => {
  const order: string[] = [];
  await inRequest('a', async () => {
    turn();
    workLong();
    const waited = inTurn('asked').then((name) => order.push(name));
    await new Promise<void>((resolve) =>
      pacedLoading.batchScheduleFn(() => resolve(void order.push('dispatched'))),
    );
    await waited;
  });
  expect(order).toEqual(['asked', 'dispatched']);
});

test('what waits for its turn together is loaded together', async () => {
  const batches: number[][] = [];
  const loader = new DataLoader(async (keys: readonly number[]) => {
    batches.push([...keys]);
    return keys;
  }, pacedLoading);
  await inRequest('a', async () => {
    turn();
    workLong();
    const load = async (key: number): Promise<number> => loader.load(await inTurn(key));
    await Promise.all([load(1), load(2)]);
  });
  expect(batches).toEqual([[1, 2]]);
});

test('many whose turn comes work one after the other, and the event loop goes round between them', async () => {
  let rounds = 0;
  let isCounting = true;
  const count = (): void => {
    rounds += 1;
    if (isCounting) setImmediate(count);
  };
  const work = async (): Promise<void> => {
    await inTurn(undefined);
    // As for a list that graphql completes: what follows from a turn begins some promises later.
    for (let promise = 0; promise < 5; promise += 1) await undefined;
    workLong();
  };
  await inRequest('a', async () => {
    turn();
    workLong();
    const all = Array.from({ length: 20 }, work);
    setImmediate(count);
    await Promise.all(all);
  });
  isCounting = false;
  expect(rounds).toBeGreaterThanOrEqual(19);
});
