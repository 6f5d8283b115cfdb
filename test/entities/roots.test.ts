import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';

const names = (type: string, entries: [string, string | null][]): object[] =>
  entries.map(([id, name]) => ({ type, id, name }));

const conversation = (id: string, mailboxId: string, customerId: string, status = 'open'): object => ({
  type: 'conversation',
  id,
  number: 1,
  mailboxId,
  conversationType: 'email',
  channel: 'Email',
  status,
  createdAt: '2026-01-05T00:00:00Z',
  customerId,
});

// Names that a locale would sort otherwise, equal names, and ids that are numbers, beyond 2^53 or no numbers at all.
const records = [
  { type: 'account', id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin', plan: 'PLUS' },
  ...names('mailbox', [
    ['10', 'same'],
    ['9', 'same'],
    ['m', 'Zoo'],
    ['-1', 'same'],
    ['a', 'same'],
    ['9007199254740993', 'same'],
    ['9007199254740992', 'same'],
    ['e', 'émile'],
    ['x', 'apple'],
  ]),
  ...names('user', [
    ['u2', 'bob'],
    ['u1', 'Bob'],
    ['u3', 'bob'],
  ]),
  ...names('team', [
    ['b', 'second'],
    ['10', 'first'],
    ['9', 'first'],
  ]),
  ...names('tag', [
    ['t', 'vip'],
    ['2', '~'],
    ['3', '𝒳'],
    ['4', '\u{ff5e}'],
  ]),
  ...names('customer', [
    ['c1', 'Ada'],
    ['c2', null],
    ['c3', 'Spam sender'],
    ['c4', 'Elsewhere'],
    ['c5', 'Silent'],
  ]),
  conversation('1', 'm', 'c1'),
  conversation('2', 'm', 'c2'),
  conversation('3', 'm', 'c3', 'spam'),
  conversation('4', 'x', 'c4'),
];

let database: Database;
let all: Ask;
let limited: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, records);
  await importRecords(database, [
    { type: 'account', id: 'basic', name: 'basic', timeZone: 'Europe/Berlin', plan: 'STANDARD' },
  ]);
  all = clientOf(database, await tokenFor(database, 'acme'));
  limited = clientOf(database, await tokenFor(database, 'acme', { mailboxIds: ['m'] }));
});

afterAll(() => database.close());

const dataOf = async (ask: Ask, query: string, variables?: object): Promise<unknown> => {
  const { body } = await ask(query, variables);
  expect(body.errors).toBeUndefined();
  return body.data;
};

const idsOf = (list: unknown): string[] => (list as { id: string }[]).map(({ id }) => id);

test('lists are sorted by the code points of the name, then by id', async () => {
  const data = (await dataOf(all, '{ mailboxes { id } users { id } teams { id } tags { id } }')) as Record<
    string,
    unknown
  >;
  expect(idsOf(data['mailboxes'])).toEqual([
    ...['m', 'x'],
    ...['-1', '9', '10', '9007199254740992', '9007199254740993', 'a'],
    'e',
  ]);
  expect(idsOf(data['users'])).toEqual(['u1', 'u2', 'u3']);
  expect(idsOf(data['teams'])).toEqual(['9', '10', 'b']);
  expect(idsOf(data['tags'])).toEqual(['t', '2', '4', '3']);
});

test('a token limited to mailboxes sees those, all users, teams and tags, and the customers who wrote to them', async () => {
  const query = `{
    mailboxes { id } users { id } teams { id } tags { id }
    seen: mailbox(id: "m") { name } hidden: mailbox(id: "x") { name }
    c1: customer(id: "c1") { name } c2: customer(id: "c2") { id name } c3: customer(id: "c3") { name }
    c4: customer(id: "c4") { name } c5: customer(id: "c5") { name }
    customers { edges { node { id } } }
  }`;
  const data = (await dataOf(limited, query)) as Record<string, unknown>;
  expect({
    ...data,
    users: idsOf(data['users']),
    teams: idsOf(data['teams']),
    tags: idsOf(data['tags']),
  }).toEqual({
    mailboxes: [{ id: 'm' }],
    users: ['u1', 'u2', 'u3'],
    teams: ['9', '10', 'b'],
    tags: ['t', '2', '4', '3'],
    seen: { name: 'Zoo' },
    hidden: null,
    c1: { name: 'Ada' },
    c2: { id: 'c2', name: null },
    c3: { name: 'Spam sender' },
    c4: null,
    c5: null,
    customers: { edges: ['c2', 'c1', 'c3'].map((id) => ({ node: { id } })) },
  });
});

test('a token without limits sees everything', async () => {
  const query = '{ mailbox(id: "x") { name } a: customer(id: "c4") { name } b: customer(id: "c5") { name } }';
  expect(await dataOf(all, query)).toEqual({
    mailbox: { name: 'apple' },
    a: { name: 'Elsewhere' },
    b: { name: 'Silent' },
  });
});

test.each(['unknown', '', ' ', '\0', '\ud800', 'x'.repeat(65), 'c1'])(
  'an id that names nothing is null without an error: %j',
  async (id) => {
    const query = 'query ($id: ID!) { mailbox(id: $id) { id } user(id: $id) { id } tag(id: $id) { id } }';
    expect(await dataOf(all, query, { id })).toEqual({ mailbox: null, user: null, tag: null });
  },
);

test('tag 1 is the untagged', async () => {
  expect(await dataOf(all, '{ tag(id: 1) { id name } other: tag(id: "t") { id name } }')).toEqual({
    tag: { id: '1', name: null },
    other: { id: 't', name: 'vip' },
  });
});

test('the account tells of itself on every plan', async () => {
  const query = '{ account { id name timeZone plan officeHoursEnabled } mailboxes { id } }';
  const account = { id: 'basic', name: 'basic', timeZone: 'Europe/Berlin', plan: 'STANDARD' };
  const ask = clientOf(database, await tokenFor(database, 'basic'));
  expect(await dataOf(ask, query)).toEqual({
    account: { ...account, officeHoursEnabled: false },
    mailboxes: [],
  });
});
