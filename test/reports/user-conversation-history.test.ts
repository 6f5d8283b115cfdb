import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';
import { type ConversationRecord, recordsOf } from '../model/records.ts';
import { conversation, historyDesk, threads } from './history-desk.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

let accounts = 0;

async function deskOf(...conversations: ConversationRecord[]): Promise<Ask> {
  const accountId = `desk-${++accounts}`;
  await importRecords(database, recordsOf(accountId, historyDesk(conversations)));
  return clientOf(database, await tokenFor(database, accountId));
}

const monday = 'period: { start: "2024-03-04T00:00:00Z", end: "2024-03-05T00:00:00Z" }';

async function historyOf(ask: Ask, args: string, fields: string): Promise<unknown> {
  const { body } = await ask(`{ report: userConversationHistoryReport(${args}) { ${fields} } }`);
  expect(body.errors).toBeUndefined();
  return body.data?.['report'];
}

test('a reply says what its conversation is about, and where its source shows it', async () => {
  const known = { subject: 'Where is it?', url: 'https://desk.example/1' };
  const ask = await deskOf(
    conversation('1', { ...known, threads: threads('ann 09:00') }),
    conversation('2', { threads: threads('ann 10:00') }),
  );
  expect(await historyOf(ask, `user: "ann", ${monday}`, 'results { subject url }')).toEqual({
    results: [known, { subject: null, url: null }],
  });
});

const times = 'results { responseTime firstResponseTime resolveTime repliesSent }';
const closed = { status: 'closed' as const, closedAt: '2024-03-04T18:00:00Z' };
const hour = 3600;

test.each([
  ['without threads', {}, []],
  ['of another user', { threads: threads('cid 09:00', 'ben 10:00') }, []],
  [
    'that the user started',
    { threads: threads('ann 09:00', 'cid 10:00', 'ann 12:00') },
    [
      [null, null, null, 2],
      [2 * hour, null, null, 2],
    ],
  ],
  [
    'with several replies in a row',
    { threads: threads('cid 09:00', 'ann 10:00', 'ann 11:00', 'ben 12:00') },
    [
      [hour, hour, null, 3],
      [null, hour, null, 3],
    ],
  ],
  [
    'with a message behind the reply at one instant',
    { threads: threads('ann 09:00', 'cid 09:00') },
    [[null, null, null, 1]],
  ],
  [
    'with a message before the reply at one instant',
    { threads: threads('cid 09:00', 'ann 09:00') },
    [[0, 0, null, 1]],
  ],
  ['that is closed', { ...closed, threads: threads('ann 09:00') }, [[null, null, 9 * hour, 1]]],
  [
    'that is open again',
    { ...closed, status: 'open' as const, threads: threads('ann 09:00') },
    [[null, null, null, 1]],
  ],
  [
    'closed before it was created',
    { ...closed, closedAt: '2024-03-04T08:59:59Z', threads: threads('ann 09:00') },
    [[null, null, null, 1]],
  ],
  [
    'closed as it was created',
    { ...closed, closedAt: '2024-03-04T09:00:00Z', threads: threads('ann 09:00') },
    [[null, null, 0, 1]],
  ],
  ['that is spam', { status: 'spam' as const, threads: threads('ann 09:00') }, []],
  ['that is deleted', { deleted: true, threads: threads('ann 09:00') }, []],
])('a conversation %s', async (_case, changes, expected) => {
  const ask = await deskOf(conversation('1', changes));
  const results = expected.map(([responseTime, firstResponseTime, resolveTime, repliesSent]) => ({
    responseTime,
    firstResponseTime,
    resolveTime,
    repliesSent,
  }));
  expect(await historyOf(ask, `user: "ann", ${monday}`, times)).toEqual({ results });
});

test('a reply on the start is inside, one on the end is not, and what happened before still counts', async () => {
  const ask = await deskOf(
    conversation('1', { threads: threads('cid 08:00', 'ann 09:00', 'cid 09:30', 'ann 10:00') }),
  );
  const report = await historyOf(
    ask,
    'user: "ann", period: { start: "2024-03-04T09:00:00Z", end: "2024-03-04T10:00:00Z" }, compareTo: PREVIOUS_PERIOD',
    `page pages count ${times} current { startDate endDate replies } previous { startDate endDate replies } deltas { replies }`,
  );
  expect(report).toEqual({
    page: 1,
    pages: 1,
    count: 1,
    results: [{ responseTime: hour, firstResponseTime: hour, resolveTime: null, repliesSent: 2 }],
    current: { startDate: '2024-03-04T09:00:00Z', endDate: '2024-03-04T10:00:00Z', replies: 1 },
    previous: { startDate: '2024-03-04T08:00:00Z', endDate: '2024-03-04T09:00:00Z', replies: 0 },
    deltas: { replies: null },
  });
});

test('an account without conversations', async () => {
  const stats =
    'replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime';
  const report = await historyOf(
    await deskOf(),
    `user: "ann", ${monday}, compareTo: PREVIOUS_YEAR`,
    `page pages count results { conversationId } current { ${stats} } previous { ${stats} } deltas { ${stats} }`,
  );
  const nothing = {
    avgResponseTime: null,
    avgFirstResponseTime: null,
    avgResolveTime: null,
    avgHandleTime: null,
  };
  const zeros = { replies: 0, conversations: 0, customers: 0, ...nothing };
  expect(report).toEqual({
    page: 1,
    pages: 0,
    count: 0,
    results: [],
    current: zeros,
    previous: zeros,
    deltas: zeros,
  });
});

test('times that an Int or a double cannot hold are cut off', async () => {
  const [first, ...replies] = threads('cid 09:00', 'ann 09:00', 'ann 09:00');
  const handled = replies.map((reply) => ({ ...reply, handleSeconds: Number.MAX_VALUE }));
  const begun = { createdAt: '0001-01-01T00:00:00Z' };
  const ask = await deskOf(
    conversation('1', {
      ...closed,
      ...begun,
      threads: [{ id: 'c', kind: 'customer', ...begun }, ...handled],
    }),
    conversation('2', { threads: first ? [first] : [] }),
  );
  const report = await historyOf(
    ask,
    `user: "ann", ${monday}`,
    'results { responseTime firstResponseTime resolveTime avgHandleTime } current { avgResponseTime avgHandleTime }',
  );
  const longest = { firstResponseTime: 2_147_483_647, resolveTime: 2_147_483_647, avgHandleTime: 1e300 };
  expect(report).toEqual({
    results: [
      { ...longest, responseTime: 2_147_483_647 },
      { ...longest, responseTime: null },
    ],
    current: { avgResponseTime: 63_845_139_600, avgHandleTime: 1e300 },
  });
});

test.each([
  ['page: 0', 'page', 'BAD_USER_INPUT', 'Pages are counted from 1.'],
  ['rows: 0', 'rows', 'BAD_USER_INPUT', 'A page has from 1 to 50 rows.'],
  ['rows: 51', 'rows', 'BAD_USER_INPUT', 'A page has from 1 to 50 rows.'],
  ['user: "nobody"', 'user', 'NOT_FOUND', 'There is no such user; users lists them.'],
  ['user: ""', 'user', 'NOT_FOUND', 'There is no such user; users lists them.'],
  ['user: "a\\u0000"', 'user', 'NOT_FOUND', 'There is no such user; users lists them.'],
  ['user: "ann", page: 2147483647, rows: 50', undefined, undefined, undefined],
])('%s', async (args, argument, code, message) => {
  const ask = await deskOf(conversation('1', { threads: threads('ann 09:00') }));
  const user = args.includes('user') ? '' : 'user: "ann",';
  const { status, body } = await ask(
    `{ report: userConversationHistoryReport(${user} ${args}, ${monday}) { count results { conversationId } } }`,
  );
  expect(status).toBe(200);
  expect(body.data).toEqual({ report: code ? null : { count: 1, results: [] } });
  expect(body.errors?.map((error) => [error.message, error.extensions])).toEqual(
    code && [[message, { code, argument }]],
  );
});
