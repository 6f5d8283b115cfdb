import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';

const records = [
  { type: 'mailbox', id: 'm', name: 'Support' },
  ...['1', '2', '3'].map((id) => ({
    type: 'conversation',
    id,
    number: 7,
    mailboxId: 'm',
    conversationType: 'chat',
    channel: 'web',
    status: id === '3' ? 'spam' : 'open',
    createdAt: `2026-01-0${id}T00:00:00Z`,
  })),
];

let database: Database;
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { records });
  ask = clientOf(database, await tokenFor(database, 'acme'));
});

afterAll(() => database.close());

const january = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
const list = (args: string, selection = 'totalCount'): string =>
  `{ conversations(${args}) { ${selection} } }`;

const answerOf = async (query: string): Promise<unknown> => {
  const { body } = await ask(query);
  return body.errors?.map(({ extensions }) => extensions) ?? body.data?.['conversations'];
};

const cursorOf = (orderBy: string, value: string): string =>
  Buffer.from(JSON.stringify([orderBy, 'DESC', value, '1'])).toString('base64url');

test.each([
  ['a reply by somebody at no time', 'where: { repliedBy: "u" }', 'where.repliedBy'],
  ['a saved reply at no time', 'where: { savedReply: "s" }', 'where.savedReply'],
  ['a run of a workflow at no time', 'where: { workflow: "w" }', 'where.workflow'],
  ['a response time at no time', 'where: { responseTime: { from: 1 } }', 'where.responseTime'],
  ['a time of handling at no time', 'where: { handleTime: {} }', 'where.handleTime'],
  ['a rated user at no time', 'where: { ratedUser: "u" }', 'where.ratedUser'],
  ['a score at no time', 'where: { ratingScore: GREAT }', 'where.ratingScore'],
  [
    'a response time that ends before it starts',
    'where: { responseTime: { from: 2, to: 1 } }',
    'where.responseTime.from',
  ],
  ['a field alone', 'where: { field: "f" }', 'where.field'],
  ['a field with both', 'where: { field: "f", option: "o", answered: true }', 'where.field'],
  ['an option of no field', 'where: { option: "o" }', 'where.field'],
  ['an answer to no field', 'where: { answered: false }', 'where.field'],
  ['a weekday before Monday', 'where: { weekday: 0 }', 'where.weekday'],
  ['a weekday after Sunday', 'where: { weekday: 8 }', 'where.weekday'],
  ['an hour after midnight', 'where: { hourTo: 25 }', 'where.hourTo'],
  ['an hour before midnight', 'where: { hourFrom: -1 }', 'where.hourFrom'],
  ['hours that end before they start', 'where: { hourFrom: 9, hourTo: 8 }', 'where.hourFrom'],
  [
    'a first response time that ends before it starts',
    'where: { firstResponseTime: { from: 2, to: 1 } }',
    'where.firstResponseTime.from',
  ],
  [
    'a resolve time that ends before it starts',
    'where: { resolveTime: { from: 2, to: 1 } }',
    'where.resolveTime.from',
  ],
  ['a page of none', 'first: 0', 'first'],
  ['a page of too many', 'first: 101', 'first'],
  ['an empty cursor', 'after: ""', 'after'],
  ['a broken cursor', 'after: "WyJDUkVBVEVEX0FUIl0"', 'after'],
  ['a cursor with more behind it', `after: "${cursorOf('CREATED_AT', '0')}!"`, 'after'],
  [
    'a cursor with a number that no column holds',
    `orderBy: NUMBER, after: "${cursorOf('NUMBER', '9999999999999999999')}"`,
    'after',
  ],
  [
    'a period that ends before it starts',
    'period: { start: "2026-02-01T00:00:00Z", end: "2026-01-01T00:00:00Z" }',
    'period.start',
  ],
])('%s is refused', async (_case, args, argument) => {
  expect(await answerOf(list(args))).toEqual([{ code: 'BAD_USER_INPUT', argument }]);
});

test('a cursor belongs to its order and direction, whatever the filter', async () => {
  const { pageInfo } = (await answerOf(list('first: 1', 'pageInfo { endCursor }'))) as {
    pageInfo: { endCursor: string };
  };
  const after = `after: "${pageInfo.endCursor}"`;
  const refused = [{ code: 'BAD_USER_INPUT', argument: 'after' }];
  expect(await answerOf(list(`${after}, orderBy: NUMBER`))).toEqual(refused);
  expect(await answerOf(list(`${after}, direction: ASC`))).toEqual(refused);
  expect(await answerOf(list(`${after}, filter: { types: [CHAT] }`, 'nodes { id }'))).toEqual({
    nodes: [{ id: '1' }],
  });
});

test('a cursor of an instant beyond all years is before all that there is', async () => {
  const after = `after: "${cursorOf('CREATED_AT', '9000000000000000000')}"`;
  expect(await answerOf(list(after, 'nodes { id }'))).toEqual({ nodes: [{ id: '2' }, { id: '1' }] });
});

test.each([
  ['ends that are equal match nothing', `where: { hourFrom: 9, hourTo: 9 }`, { totalCount: 0 }],
  ['a range without ends takes those with a time', 'where: { resolveTime: {} }', { totalCount: 0 }],
  [
    'an empty period touches nothing',
    'period: { start: "2026-01-01T00:00:00Z", end: "2026-01-01T00:00:00Z" }',
    { totalCount: 0 },
  ],
  ['spam is not counted, even where it is asked for', 'filter: { statuses: [SPAM] }', { totalCount: 0 }],
  ['an id that is none matches nothing', `${january}, where: { repliedBy: "no id" }`, { totalCount: 0 }],
  ['nobody replied first to what has no reply', 'where: { firstRepliedBy: "no id" }', { totalCount: 0 }],
  ['what has no reply has none', 'where: { repliesSent: 0, isWaiting: false }', { totalCount: 2 }],
  [
    'null is no condition',
    'where: { weekday: null, field: null }, filter: { isAssigned: null, channels: [] }',
    { totalCount: 2 },
  ],
])('%s', async (_case, args, expected) => {
  expect(await answerOf(list(args))).toEqual(expected);
});

test('an empty page has no cursors', async () => {
  const selection = 'nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  expect(await answerOf(list('filter: { channels: ["none"] }', selection))).toEqual({
    nodes: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  });
});

test('spam and what is unknown is null, and a plan without reports has neither list nor conversation', async () => {
  const { body } = await ask(
    '{ spam: conversation(id: 3) { id } none: conversation(id: "no id") { id } one: conversation(id: 1) { id } }',
  );
  expect(body).toMatchObject({ data: { spam: null, none: null, one: { id: '1' } } });
  await importRecords(database, [
    { type: 'account', id: 'basic', name: 'Basic', timeZone: 'UTC', plan: 'STANDARD' },
  ]);
  const basic = clientOf(database, await tokenFor(database, 'basic'));
  const refused = await basic('{ conversations { totalCount } conversation(id: 1) { id } }');
  expect(refused.body.data).toEqual({ conversations: null, conversation: null });
  expect(refused.body.errors?.map(({ extensions }) => extensions['code'])).toEqual([
    'FORBIDDEN',
    'FORBIDDEN',
  ]);
});
