import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { overallQuery } from '../harness/overall.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

const named = (type: string, id: string, more = {}) => ({ type, id, name: `${type} ${id}`, ...more });

const masters = [
  ...['m1', 'm2'].map((id) => named('mailbox', id)),
  ...['1', '9007199254740993', '9007199254740992', '-5', 'b', 'a'].map((id) => named('customer', id)),
  named('user', 'u'),
  named('tag', '2'),
  named('tag', '10'),
  named('savedReply', 's', { mailboxId: 'm2' }),
  named('workflow', 'w'),
];

let conversations = 0;

/** A conversation at noon (UTC) of Monday, 4 March 2024, unless it says otherwise. */
const conversation = (changes = {}) => ({
  type: 'conversation',
  id: `c${++conversations}`,
  number: 1,
  mailboxId: 'm1',
  conversationType: 'email',
  channel: 'Channel::Email',
  status: 'open',
  createdAt: '2024-03-04T12:00:00Z',
  ...changes,
});

const thread = (kind: string, createdAt: string, changes = {}) => ({
  id: createdAt,
  kind,
  createdAt,
  ...(kind === 'reply' && { userId: 'u' }),
  ...changes,
});

let accounts = 0;

async function deskOf(records: object[], limits = {}): Promise<Ask> {
  const id = `desk-${++accounts}`;
  await createAccount(database, id, { records: [...masters, ...records] });
  return clientOf(database, await tokenFor(database, id, limits));
}

// A filter by tags is answered from stored rows. Created at noon of 4 March 2024.
test.each([
  [
    'a month before it was created',
    '2024-02-04T12:00:00Z',
    '2024-02-01T00:00:00Z',
    '2024-03-01T00:00:00Z',
    1,
  ],
  ['right before it was created', '2024-03-04T11:59:59Z', '2024-02-01T00:00:00Z', '2024-03-04T12:00:00Z', 1],
  ['right after', '2024-03-04T12:00:02Z', '2024-03-04T12:00:01Z', '2025-01-01T00:00:00Z', 1],
  [
    'almost 48 hours after',
    '2024-03-06T11:59:59.999999Z',
    '2024-03-04T12:00:00.000001Z',
    '2025-01-01T00:00:00Z',
    1,
  ],
  ['48 hours after', '2024-03-06T12:00:00Z', '2024-03-04T12:00:00.000001Z', '2025-01-01T00:00:00Z', 1],
  ['a week after', '2024-03-11T12:00:00Z', '2024-03-04T12:00:01Z', '2025-01-01T00:00:00Z', 1],
  ['a year after', '2025-03-06T12:00:00Z', '2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 1],
  ['after the period', '2024-03-05T12:00:00Z', '2024-03-04T12:00:01Z', '2024-03-05T12:00:00Z', 0],
  ['before the period', '2024-03-05T12:00:00Z', '2024-03-05T12:00:01Z', '2024-03-08T00:00:00Z', 0],
])('a thread %s touches its conversation when it was created', async (_, createdAt, start, end, total) => {
  const ask = await deskOf([conversation({ threads: [thread('note', createdAt)] })]);
  const { body } = await ask(
    `query ($period: PeriodInput!) { conversationsReport(period: $period, filter: { tags: ["1"] }) { current { totalConversations } } }`,
    { period: { start, end } },
  );
  expect(body).toEqual({ data: { conversationsReport: { current: { totalConversations: total } } } });
});

const monday = 'period: { start: "2024-03-04T00:00:00Z", end: "2024-03-05T00:00:00Z" }';

async function overallOf(ask: Ask, fields: string, args = monday): Promise<unknown> {
  const { body } = await ask(`{ report: conversationsReport(${args}) { ${fields} } }`);
  expect(body.errors).toBeUndefined();
  return body.data?.['report'];
}

test('an account without any records', async () => {
  await createAccount(database, 'empty');
  const ask = clientOf(database, await tokenFor(database, 'empty'));
  const period = { start: '2024-03-04T00:00:00Z', end: '2024-03-05T00:00:00Z' };
  const { body } = await ask(overallQuery, { period, compareTo: 'PREVIOUS_PERIOD' });
  const figures = {
    totalConversations: 0,
    conversationsCreated: 0,
    newConversations: 0,
    customers: 0,
    conversationsPerDay: 0,
  };
  const nothing = { count: 0, top: [] };
  expect(body.data?.['report']).toEqual({
    filterTags: [{ id: '1', name: null }],
    busiestDay: null,
    busyTimeStart: null,
    busyTimeEnd: null,
    current: { startDate: '2024-03-04T00:00:00Z', endDate: '2024-03-05T00:00:00Z', ...figures },
    previous: { startDate: '2024-03-03T00:00:00Z', endDate: '2024-03-04T00:00:00Z', ...figures },
    deltas: figures,
    tags: nothing,
    customers: nothing,
    replies: nothing,
    workflows: nothing,
    customFields: { count: 0, fields: [] },
  });
});

const before = { createdAt: '2024-01-01T00:00:00Z' };
test.each([
  ['without threads', {}, [1, 1, 0]],
  ['created on the start', { createdAt: '2024-03-04T00:00:00Z' }, [1, 1, 0]],
  ['created on the end', { createdAt: '2024-03-05T00:00:00Z' }, [0, 0, 0]],
  ['from before, without threads', before, [0, 0, 0]],
  [
    'from before, with a note on the start',
    { ...before, threads: [thread('note', '2024-03-04T00:00:00Z')] },
    [1, 0, 0],
  ],
  [
    'from before, with a note on the end',
    { ...before, threads: [thread('note', '2024-03-05T00:00:00Z')] },
    [0, 0, 0],
  ],
  [
    "from before, with a reply to the customer's message",
    {
      ...before,
      customerId: 'a',
      threads: [thread('customer', '2024-03-04T08:00:00Z'), thread('reply', '2024-03-04T09:00:00Z')],
    },
    [1, 0, 1],
  ],
  ['replied to without a customer', { threads: [thread('reply', '2024-03-04T13:00:00Z')] }, [1, 1, 0]],
  [
    'replied to before it was created',
    { createdAt: '2024-03-06T00:00:00Z', threads: [thread('reply', '2024-03-04T13:00:00Z')] },
    [1, 0, 0],
  ],
  ['that is spam', { status: 'spam' }, [0, 0, 0]],
  ['that is deleted', { deleted: true, threads: [thread('reply', '2024-03-04T13:00:00Z')] }, [0, 0, 0]],
])('a conversation %s', async (_case, changes, [totalConversations, newConversations, customers]) => {
  const ask = await deskOf([conversation(changes)]);
  const report = await overallOf(ask, 'current { totalConversations newConversations customers }');
  expect(report).toEqual({ current: { totalConversations, newConversations, customers } });
});

test('a period of one second has one day, a period of 47 hours as well', async () => {
  const ask = await deskOf(Array.from({ length: 3 }, () => conversation()));
  const perDay = (period: string) => overallOf(ask, 'current { conversationsPerDay }', period);
  const expected = { current: { conversationsPerDay: 3 } };
  expect(await perDay('period: { start: "2024-03-04T12:00:00Z", end: "2024-03-04T12:00:01Z" }')).toEqual(
    expected,
  );
  expect(await perDay('period: { start: "2024-03-03T12:00:00Z", end: "2024-03-05T11:00:00Z" }')).toEqual(
    expected,
  );
});

test('customers that tie sort by id: integers by number, also beyond 2^53, then the others by code point', async () => {
  const customers = ['b', '9007199254740993', '1', 'a', '9007199254740992', '-5'];
  const ask = await deskOf(customers.map((customerId) => conversation({ customerId })));
  const topOf = async (first: number) => {
    const report = await overallOf(ask, `customers(first: ${first}) { count top { customerId } }`);
    return (report as { customers: { count: number; top: { customerId: string }[] } }).customers;
  };
  const order = ['-5', '1', '9007199254740992', '9007199254740993', 'a', 'b'];
  expect(await topOf(100)).toEqual({ count: 6, top: order.map((customerId) => ({ customerId })) });
  expect(await topOf(3)).toEqual({ count: 6, top: order.slice(0, 3).map((customerId) => ({ customerId })) });
});

test('the untagged stand among the tags, and a conversation counts for each of its tags', async () => {
  const ask = await deskOf([
    conversation({ tags: ['10', '2'] }),
    conversation({ tags: ['10'] }),
    conversation(),
  ]);
  expect(await overallOf(ask, 'tags { count top { tagId name count percent previousCount } }')).toEqual({
    tags: {
      count: 2,
      top: [
        { tagId: '10', name: 'tag 10', count: 2, percent: (2 / 3) * 100, previousCount: null },
        { tagId: '1', name: null, count: 1, percent: (1 / 3) * 100, previousCount: null },
        { tagId: '2', name: 'tag 2', count: 1, percent: (1 / 3) * 100, previousCount: null },
      ],
    },
  });
});

test.each([
  ['an unknown one', ['3'], 0],
  ['what is no id', ['no such tag', '', 'x'.repeat(65)], 0],
  ['none', [], 2],
  ['tag 1 and what is no id', ['1', 'no such tag'], 1],
])('a filter by tags: %s', async (_case, tags, totalConversations) => {
  const ask = await deskOf([conversation({ tags: ['10'] }), conversation()]);
  const filter = `, filter: { tags: ${JSON.stringify(tags)} }`;
  expect(await overallOf(ask, 'current { totalConversations }', monday + filter)).toEqual({
    current: { totalConversations },
  });
});

test('saved replies are counted by use, in replies only; a mailbox that the token may not see is not named', async () => {
  const used = { savedReplyId: 's', workflowId: 'w' };
  const threads = [
    thread('reply', '2024-03-04T13:00:00Z', used),
    thread('reply', '2024-03-04T14:00:00Z', used),
    thread('line', '2024-03-04T15:00:00Z', used),
  ];
  const fields =
    'replies { count top { savedReplyId name mailboxId count percent } } workflows { count top { workflowId mailboxId count } }';
  const expected = (mailboxId: string | null) => ({
    replies: {
      count: 2,
      top: [{ savedReplyId: 's', name: 'savedReply s', mailboxId, count: 2, percent: 200 }],
    },
    workflows: { count: 3, top: [{ workflowId: 'w', mailboxId: null, count: 3 }] },
  });
  expect(await overallOf(await deskOf([conversation({ threads })]), fields)).toEqual(expected('m2'));
  const limited = await deskOf([conversation({ threads })], { mailboxIds: ['m1'] });
  expect(await overallOf(limited, fields)).toEqual(expected(null));
});

// 31 March 2024 had 23 hours in Berlin, 27 October 25. In summer noon in UTC is 14 o'clock.
test.each([
  ['on the clock of the zone', ['2024-07-01T12:00:00Z'], '', [1, 14, 1, 13]],
  [
    'on the clock of another zone',
    ['2024-07-01T18:14:59Z', '2024-07-01T18:15:00Z'],
    ', timeZone: "Asia/Kathmandu"',
    [1, 23, 1, 0],
  ],
  [
    'on the clock of a zone that is also an abbreviation',
    ['2024-07-01T12:00:00Z'],
    ', timeZone: "CET"',
    [1, 14, 1, 13],
  ],
  ['after an hour that was skipped', ['2024-03-31T00:59:59Z', '2024-03-31T01:00:00Z'], '', [7, 1, 2, 0]],
  ['in an hour that came twice', ['2024-10-27T00:30:00Z', '2024-10-27T01:30:00Z'], '', [7, 2, 2, 1]],
])('busy times %s', async (_case, times, args, [day, hour, count, busyTimeStart = 0]) => {
  const ask = await deskOf(times.map((createdAt) => conversation({ createdAt })));
  const period = 'period: { start: "2024-01-01T00:00:00Z", end: "2025-01-01T00:00:00Z" }';
  expect(
    await overallOf(ask, 'busiestDay { day hour count } busyTimeStart busyTimeEnd', period + args),
  ).toEqual({
    busiestDay: { day, hour, count },
    busyTimeStart,
    busyTimeEnd: busyTimeStart + 2,
  });
});

test.each(['tags', 'customers', 'replies', 'workflows'])('%s lists from 1 to 100 entries', async (list) => {
  const ask = await deskOf([]);
  for (const [first, message] of [
    [0, 'first must be at least 1.'],
    [101, 'first must be at most 100.'],
  ]) {
    const { status, body } = await ask(
      `{ report: conversationsReport(${monday}) { ${list}(first: ${first}) { count } } }`,
    );
    expect(status).toBe(200);
    expect(body.data).toEqual({ report: null });
    expect(body.errors).toEqual([
      expect.objectContaining({
        message,
        path: ['report', list],
        extensions: { code: 'BAD_USER_INPUT', argument: 'first' },
      }),
    ]);
  }
  const allowed = `least: ${list}(first: 1) { count } most: ${list}(first: 100) { count }`;
  expect(await overallOf(ask, allowed)).toEqual({ least: { count: 0 }, most: { count: 0 } });
});
