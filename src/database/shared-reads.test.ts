import { setImmediate as settled } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from './client.ts';
import { withinScope } from './scope.ts';
import { createSharedReads, shareReads } from './shared-reads.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/**
 * Plays what happens, step by step: `A` asks, `-A` is given up, `1` ends the first read that has begun, `1!` lets it fail, and with `+`
 * a second passes. Tells what each was given, in the order in which that came: the number of a read, `!` where it failed, or `-`.
 */
async function played(steps: string, reads = createSharedReads<string>()): Promise<string> {
  const begun: { readonly end: (number: string) => void; readonly fail: (error: Error) => void }[] = [];
  const requests = new Map<string, AbortController>();
  const given: string[] = [];
  const read = () => new Promise<string>((end, fail) => void begun.push({ end, fail }));
  const ask = (name: string): void => {
    const giveUp = new AbortController();
    requests.set(name, giveUp);
    withinScope(giveUp.signal, () => reads.ask('key', read)).then(
      (number) => given.push(name + number),
      (error: Error) => given.push(`${name}${error.message === 'failed' ? '!' : '-'}`),
    );
  };
  for (const step of steps.split(' ')) {
    const number = Number.parseInt(step, 10);
    const one = begun[number - 1];
    if (step === '+') vi.advanceTimersByTime(1000);
    else if (step.startsWith('-')) requests.get(step.slice(1))?.abort();
    else if (Number.isNaN(number)) ask(step);
    else if (step.endsWith('!')) one?.fail(new Error('failed'));
    else one?.end(String(number));
    await settled();
  }
  expect(reads.size()).toBe(0);
  expect(given).toHaveLength(requests.size);
  return `${given.join(' ')}, ${begun.length} reads`;
}

test.each([
  ['who is alone has a read of their own', 'A 1 B 2', 'A1 B2, 2 reads'],
  ['who ask while a read is under way share the next one', 'A B C D 1 2', 'A1 B2 C2 D2, 2 reads'],
  ['who asks when the next one has begun has one after it', 'A B 1 C D 2 3', 'A1 B2 C3 D3, 3 reads'],
  ['a failure is told to all who share the read', 'A B C 1 2! D 3', 'A1 B! C! D3, 3 reads'],
  ['a failure does not keep the next read from its turn', 'A B 1! 2', 'A! B2, 2 reads'],
  ['whoever is given up waits no longer', 'A B C -C 1 2', 'C- A1 B2, 2 reads'],
  ['a read under way ends with its request, and the next one begins', 'A B -A 2', 'A- B2, 2 reads'],
  [
    'others who share a read read alone where its request is given up',
    'A B C D 1 -B 3 4',
    'A1 B- C3 D4, 4 reads',
  ],
  ['the same where it is given up before the read has begun', 'A B C D -B 1 2 3', 'B- A1 C2 D3, 3 reads'],
  ['who asks after that reads alone as well', 'A B C -B D 1 2 3', 'B- A1 C2 D3, 3 reads'],
  ['a read that takes longer than a second is not waited for', 'A B + C 2 3 1', 'B2 C3 A1, 3 reads'],
  ['who shares a read that takes longer than a second reads alone', 'A B C 1 + 3 2', 'A1 C3 B2, 3 reads'],
  ['where each is given up in turn, nothing is left', 'A B C -A -B -C', 'A- B- C-, 3 reads'],
  ['where all who wait are given up, their read never begins', 'A B C -B -C 1', 'B- C- A1, 1 reads'],
])('%s', async (_case, steps, given) => {
  expect(await played(steps)).toBe(given);
});

test('keys, sharers, servers and databases have reads of their own, and equal ones share', async () => {
  const databaseOf = (server: string, prisma = {}) => ({ prisma, readBy: () => server }) as Database;
  const one = databaseOf('one');
  const share = shareReads<number>();
  let reads = 0;
  const read = async () => ++reads;
  const ask = (sharer: string, database: Database, key: string): Promise<number>[] =>
    withinScope(new AbortController().signal, () => [1, 2, 3].map(() => share(database, key, read)), sharer);
  const asked = [
    ask('a', one, 'key'),
    ask('a', one, 'other'),
    ask('b', one, 'key'),
    ask('a', databaseOf('two', one.prisma), 'key'),
    ask('a', databaseOf('one'), 'key'),
  ];
  const answers = await Promise.all(asked.map((each) => Promise.all(each)));
  expect(answers).toEqual([1, 2, 3, 4, 5].map((number) => [number, number + 5, number + 5]));
});
