import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let ask: Ask;

const rating = (id: string, score: string, value: number | null) => ({
  id,
  createdAt: '2026-01-10T00:00:00Z',
  score,
  value,
});

const conversation = (id: string, createdAt: string, ratings: object[]) => ({
  type: 'conversation',
  id,
  number: 1,
  mailboxId: 'm1',
  conversationType: 'email',
  channel: 'email',
  status: 'closed',
  createdAt,
  customerId: 'c1',
  ratings,
});

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', {
    records: [
      { type: 'mailbox', id: 'm1', name: 'Support' },
      { type: 'customer', id: 'c1', name: 'Ann' },
      conversation('10', '2026-01-02T00:00:00Z', [rating('b', 'great', 5), rating('9', 'not_good', null)]),
      conversation('9', '2025-12-02T00:00:00Z', [rating('1', 'great', 4)]),
      conversation('1', '2026-01-03T00:00:00Z', []),
    ],
  });
  ask = clientOf(database, await tokenFor(database, 'acme'));
});

afterAll(() => database.close());

const january = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';

test('ratings of one instant come by the ids of their conversations, then by their own, and only touched conversations are rated ones', async () => {
  const { body } = await ask(`{ satisfactionReport(${january}) {
    current { ratings score avgValue customers ratedPercent }
    list { totalCount nodes { ratingId conversation { id } } }
  } }`);
  expect(body).toEqual({
    data: {
      satisfactionReport: {
        current: {
          ratings: 3,
          score: (2 / 3) * 100 - (1 / 3) * 100,
          avgValue: 4.5,
          customers: 1,
          ratedPercent: 50,
        },
        list: {
          totalCount: 3,
          nodes: [
            { ratingId: '1', conversation: { id: '9' } },
            { ratingId: '9', conversation: { id: '10' } },
            { ratingId: 'b', conversation: { id: '10' } },
          ],
        },
      },
    },
  });
});

test('a cursor belongs to the order, whatever the score', async () => {
  const list = (args: string) => `{ satisfactionReport(${january}) { list(${args}) {
    nodes { ratingId } pageInfo { endCursor }
  } } }`;
  const { body } = await ask(list('first: 1'));
  const report = body.data?.['satisfactionReport'] as { list: { pageInfo: { endCursor: string } } };
  const after = `after: "${report.list.pageInfo.endCursor}"`;
  expect((await ask(list(`${after}, score: GREAT`))).body.data).toMatchObject({
    satisfactionReport: { list: { nodes: [{ ratingId: 'b' }] } },
  });
});

test.each([
  ['an empty cursor', 'after: ""', 'after'],
  ['a broken cursor', 'after: "WyIyMDI2Il0"', 'after'],
  [
    'a cursor with more behind it',
    `after: "${Buffer.from('["2026-01-15T12:00:00Z","1","1"]').toString('base64url')}!"`,
    'after',
  ],
  [
    'a cursor of conversations',
    `after: "${Buffer.from('["CREATED_AT","DESC","1","1"]').toString('base64url')}"`,
    'after',
  ],
  ['a page of none', 'first: 0', 'first'],
  ['a page of too many', 'first: 101', 'first'],
])('%s is refused', async (_case, args, argument) => {
  const { body } = await ask(`{ satisfactionReport(${january}) { list(${args}) { totalCount } } }`);
  expect(body).toEqual({
    data: { satisfactionReport: null },
    errors: [expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument } })],
  });
});
