import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { entryOf, pagesOf, replyDeltasOf, statsOf } from './shape.ts';

const at = Temporal.Instant.from('2024-03-04T10:00:00Z');
const period = { start: at, end: at.add({ hours: 1 }) };

const totals = {
  replies: 4,
  conversations: 3,
  customers: 2,
  responseSum: 90,
  responseCount: 3,
  firstResponseSum: 100,
  firstResponseCount: 2,
  resolveSum: null,
  resolveCount: 0,
  handleSum: 0.5,
  handleCount: 2,
};

const stats = {
  period,
  replies: 4,
  conversations: 3,
  customers: 2,
  avgResponseTime: 30,
  avgFirstResponseTime: 50,
  avgResolveTime: null,
  avgHandleTime: 0.25,
};

test('means leave out what is missing, and a mean of nothing is null', () => {
  expect(statsOf([totals], period)).toEqual(stats);
});

test('a period without replies', () => {
  const means = {
    avgResponseTime: null,
    avgFirstResponseTime: null,
    avgResolveTime: null,
    avgHandleTime: null,
  };
  expect(statsOf([], period)).toEqual({ period, replies: 0, conversations: 0, customers: 0, ...means });
});

test('deltas are in percent; null where a mean is missing or only the previous number is 0', () => {
  const previous = {
    ...stats,
    replies: 5,
    conversations: 3,
    customers: 0,
    avgResponseTime: 40,
    avgHandleTime: null,
  };
  expect(replyDeltasOf(stats, previous)).toEqual({
    replies: -20,
    conversations: 0,
    customers: null,
    avgResponseTime: -25,
    avgFirstResponseTime: 0,
    avgResolveTime: null,
    avgHandleTime: null,
  });
});

const row = {
  conversationId: '1',
  number: 7,
  status: 'snoozed' as const,
  customerKey: 3,
  customerId: 'c',
  customerName: null,
  repliedAt: at,
  repliesSent: 2,
  responseSeconds: 0n,
  firstResponseSeconds: null,
  resolveSeconds: 2_147_483_648n,
  handleSum: null,
  handleCount: 0,
};

const entry = {
  conversationId: '1',
  number: 7,
  status: 'PENDING',
  customers: [{ key: 3, id: 'c', name: null }],
  repliedAt: at,
  repliesSent: 2,
  responseTime: 0,
  firstResponseTime: null,
  resolveTime: 2_147_483_647,
  avgHandleTime: null,
};

test.each([
  ['a customer without a name', {}, {}],
  ['no customer', { customerKey: null, customerId: null }, { customers: [] }],
  ['an open conversation', { status: 'open' as const }, { status: 'ACTIVE' }],
  ['a conversation on hold', { status: 'on_hold' as const }, { status: 'PENDING' }],
  ['a closed conversation', { status: 'closed' as const }, { status: 'CLOSED' }],
  ['handling times', { handleSum: 3, handleCount: 2 }, { avgHandleTime: 1.5 }],
])('an entry of %s', (_case, changes, expected) => {
  expect(entryOf({ ...row, ...changes })).toEqual({ ...entry, ...expected });
});

test.each([
  [0, 25, 0],
  [1, 25, 1],
  [25, 25, 1],
  [26, 25, 2],
  [2_147_483_647, 1, 2_147_483_647],
])('%i results on pages of %i are %i pages', (count, rows, pages) => {
  expect(pagesOf(count, rows)).toBe(pages);
});
