import { Temporal } from 'temporal-polyfill';
import { expect, test, vi } from 'vitest';
import type { Context } from '../auth/context.ts';
import { type Scope, type Slice, toScope } from '../question/slice.ts';
import { periodLoader } from './loader.ts';

const at = Temporal.Instant.from('2024-03-01T00:00Z');
const period = { start: at, end: at };
const question = { account: { key: 1 }, visibleMailboxes: null, filter: {}, timeZone: 'UTC' } as Slice;

// A database of which nothing is remembered.
const context = { database: { prisma: {} } } as Context;

type ZonedScope = Scope & Pick<Slice, 'timeZone'>;

test('questions that differ in anything that their statement sees are answered apart', async () => {
  const read = vi.fn(async (_database: unknown, { timeZone }: ZonedScope) => [{ period: 1, timeZone }]);
  const load = periodLoader(
    (slice: ZonedScope): ZonedScope => ({ ...toScope(slice), timeZone: slice.timeZone }),
    read,
    ([row]) => row?.timeZone,
  );
  const zones = ['UTC', 'Europe/Paris', 'UTC'];
  const answers = zones.map((timeZone) => load(context, { ...question, timeZone }, period));
  expect(await Promise.all(answers)).toEqual(zones);
  expect(read).toHaveBeenCalledTimes(2);
});

test('what tells no questions apart is not seen by their statement', async () => {
  const read = vi.fn(async (_database: unknown, _scope: Scope) => [{ period: 1 }]);
  const load = periodLoader(toScope, read, () => null);
  const { account, visibleMailboxes, filter } = question;
  await Promise.all([
    load(context, question, period),
    load(context, { ...question, timeZone: 'Asia/Tokyo' } as Slice, { ...period }),
  ]);
  expect(read.mock.calls.map(([, scope]) => scope)).toEqual([{ account, visibleMailboxes, filter }]);
});
