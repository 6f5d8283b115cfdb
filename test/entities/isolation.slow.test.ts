import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';
import { crowd } from './crowd.ts';

let database: Database;
let ask: Ask;
let tokens: string[];

// Two accounts with the same ids, and tokens of one of them with different rights: only the caller tells them apart.
beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, crowd('acme'));
  await importRecords(database, crowd('other', 300));
  const mailboxIds = [[], ['m1'], ['m2', 'm3']];
  tokens = [
    await tokenFor(database, 'other'),
    ...(await Promise.all(mailboxIds.map((ids) => tokenFor(database, 'acme', { mailboxIds: ids })))),
  ];
  ask = clientOf(database, '');
});

afterAll(() => database.close());

const january = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
const total = `conversations(${january}) { current { totalConversations } }`;
const query = `{
  account { id }
  mailbox(id: "m1") { ${total} } user(id: "u1") { ${total} } customer(id: "c1") { ${total} } untagged: tag(id: "1") { ${total} }
  mailboxes { id ${total} } tags { id ${total} } customers(first: 100) { edges { node { id ${total} } } }
  _entities(representations: [{ __typename: "Mailbox", id: "m2" }, { __typename: "Account", id: "acme" }]) {
    ... on Mailbox { id ${total} } ... on Account { name }
  }
}`;

const askAs = async (token: string): Promise<Record<string, unknown>> => {
  const { body } = await ask(query, {}, { authorization: `Bearer ${token}` });
  expect(body.errors).toBeUndefined();
  return body.data ?? {};
};

const of = (count: number): object => ({ conversations: { current: { totalConversations: count } } });

test('each token is answered within its rights', async () => {
  const answers = await Promise.all(tokens.map(askAs));
  const summary = answers.map(({ account, mailbox, user, customer, untagged, mailboxes, _entities }) => ({
    ...{ account, mailbox, user, customer, untagged, _entities },
    mailboxes: (mailboxes as unknown[]).length,
  }));
  const acme = { account: { id: 'acme' }, user: of(0), customer: null, untagged: of(0) };
  const entities = [{ id: 'm2', ...of(4) }, { name: 'acme' }];
  expect(summary).toEqual([
    {
      account: { id: 'other' },
      mailbox: of(2),
      user: of(6),
      customer: of(3),
      untagged: of(100),
      mailboxes: 200,
      _entities: [{ id: 'm2', ...of(2) }, null],
    },
    {
      ...acme,
      mailbox: of(4),
      user: of(15),
      customer: of(8),
      untagged: of(248),
      mailboxes: 200,
      _entities: entities,
    },
    {
      ...acme,
      mailbox: of(4),
      user: of(4),
      customer: of(4),
      untagged: of(1),
      mailboxes: 1,
      _entities: [null, { name: 'acme' }],
    },
    { ...acme, mailbox: null, untagged: of(3), mailboxes: 2, _entities: entities },
  ]);
});

test('requests of different tokens side by side never see what belongs to another', async () => {
  const alone: object[] = [];
  for (const token of tokens) alone.push(await askAs(token));
  const rounds = Array.from({ length: 5 }, () => tokens).flat();
  const together = await Promise.all(rounds.map(askAs));
  expect(together).toEqual(Array.from({ length: 5 }, () => alone).flat());
});
