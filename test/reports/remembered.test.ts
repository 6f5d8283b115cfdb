import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answersOf } from '../../src/answering/answers.ts';
import { type NewToken, revokeToken } from '../../src/auth/tokens.ts';
import { removeConnection } from '../../src/connect/remove.ts';
import type { Database } from '../../src/database/client.ts';
import { createWriter } from '../../src/import/writer.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, appOf, clientOf, clientOfApp, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { recordStatements, type Statement } from '../harness/statements.ts';

let database: Database;
let statements: Statement[];

beforeAll(async () => {
  database = await freshDatabase();
  statements = recordStatements(database);
});

afterAll(() => database.close());

const mailboxes = ['m1', 'm2'].map((id) => ({ type: 'mailbox', id, name: id }));
const conversation = (number: number, mailboxId = 'm1') => ({
  type: 'conversation',
  id: String(number),
  number,
  mailboxId,
  conversationType: 'email',
  channel: 'web',
  status: 'open',
  createdAt: '2026-01-15T12:00:00Z',
});

/** An account with so many conversations in its first mailbox, and how to ask it, remembering. */
async function deskOf(accountId: string, count: number, mailboxIds: string[] = []): Promise<Ask> {
  const conversations = Array.from({ length: count }, (_, index) => conversation(index));
  await createAccount(database, accountId, { records: [...mailboxes, ...conversations] });
  return clientOf(database, await tokenFor(database, accountId, { mailboxIds }), { ANSWER_MEMORY_MB: '1' });
}

const period = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
const total = `{ conversationsByStatusReport(${period}) { current { total } } }`;

async function totalOf(ask: Ask): Promise<number> {
  const { body } = await ask(total);
  return (body.data as { conversationsByStatusReport: { current: { total: number } } })
    .conversationsByStatusReport.current.total;
}

/** The statements of a request besides the look-up of its token. */
async function sentFor(ask: Ask, query: string): Promise<number> {
  const before = statements.length;
  expect((await ask(query)).body.errors).toBeUndefined();
  return statements.length - before - 1;
}

test('what was answered is given again until the account changes', async () => {
  const ask = await deskOf('acme', 3);
  expect([await sentFor(ask, total), await sentFor(ask, total)]).toEqual([1, 0]);
  await createAccount(database, 'acme', { records: [...mailboxes, conversation(3)] });
  expect([await totalOf(ask), await sentFor(ask, total)]).toEqual([4, 0]);
});

test('a write that changes nothing leaves what was answered', async () => {
  const ask = await deskOf('still', 3);
  expect(await sentFor(ask, total)).toBe(1);
  const write = createWriter(database, 'still');
  expect((await write([])).size).toBe(0);
  expect((await write([{ type: 'conversationDeletion', id: 'unknown', isErased: false }])).size).toBe(0);
  expect(await sentFor(ask, total)).toBe(0);
});

test('whoever asks one service the same gets an answer of their own', async () => {
  await deskOf('first', 2);
  await deskOf('second', 5);
  await createAccount(database, 'second', { records: [...mailboxes, conversation(9, 'm2')] });
  const app = appOf(database, { ANSWER_MEMORY_MB: '1' });
  const clientWith = async (accountId: string, limits: Partial<NewToken> = {}): Promise<Ask> =>
    clientOfApp(app, await tokenFor(database, accountId, limits));
  const first = await clientWith('first');
  const second = await clientWith('second');
  const limited = await clientWith('second', { mailboxIds: ['m2'] });
  const forbidden = await clientWith('second', { permissions: [] });
  // Kept with the first, confirmed by the second, given again with the third.
  for (const _again of [1, 2, 3]) {
    expect([await totalOf(first), await totalOf(second), await totalOf(limited)]).toEqual([2, 6, 1]);
    const { body } = await forbidden(total);
    expect(body.errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
  }
});

test('an account that takes the place of another one has no answer of it', async () => {
  const ask = await deskOf('old', 4);
  expect(await totalOf(ask)).toBe(4);
  const { key: accountKey } = await database.prisma.account.findUniqueOrThrow({ where: { id: 'old' } });
  await removeConnection(database, { accountKey }, { keepsData: false });
  expect(await totalOf(await deskOf('new', 1))).toBe(1);
  const { key } = await database.prisma.account.findUniqueOrThrow({ where: { id: 'new' } });
  expect(key).toBe(accountKey);
});

test('how things stand now is read each time', async () => {
  const ask = await deskOf('now', 1);
  const query = '{ workloadReport { open rows(by: TYPE) { open } } }';
  expect([await sentFor(ask, query), await sentFor(ask, query)]).toEqual([2, 2]);
});

test('an answer that says how things stand now as well is not given again where they have changed', async () => {
  const ask = await deskOf('moving', 2);
  // Counted from rows, as nothing is counted ahead by channel.
  const query = `{ workloadReport(filter: { channels: ["web"] }) { open } ${total.slice(1)}`;
  const first = await ask(query);
  expect(await ask(query)).toEqual(first);
  const { key } = await database.prisma.account.findUniqueOrThrow({ where: { id: 'moving' } });
  // As if time had passed: no write, and the version stays.
  await database.prisma.$executeRaw`
    update conversations set status = 'closed'
    where id = '0' and account_key = ${key}`;
  for (const _again of [1, 2]) {
    const { body } = await ask(query);
    expect(body.data).toEqual({ ...first.body.data, workloadReport: { open: 1 } });
  }
});

test('ten who ask at the same time share what is read of their token and of now', async () => {
  const ask = await deskOf('crowd', 2);
  const query = `{ workloadReport { open } ${total.slice(1)}`;
  // Kept with the first, confirmed by the second.
  for (const _again of [1, 2]) await ask(query);
  const askedAtOnce = async (): Promise<void> => {
    const before = statements.length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(query)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.body.data).toMatchObject({ workloadReport: { open: 2 } });
    // Of 20 that ten would send alone: of the token and of now at most three each.
    expect(statements.length - before).toBeLessThanOrEqual(6);
  };
  // Where a machine stands still for a second in the middle, each reads alone.
  await vi.waitFor(askedAtOnce, 30_000);
});

test('a token that is revoked beside others who ask with it is refused from then on', async () => {
  const ask = await deskOf('revoked', 2);
  const { key: accountKey } = await database.prisma.account.findUniqueOrThrow({ where: { id: 'revoked' } });
  const { key } = await database.prisma.token.findFirstOrThrow({ where: { accountKey } });
  let isRevoked = false;
  const read = async (): Promise<void> => {
    while (true) {
      const mustFail = isRevoked;
      const { status } = await ask(total);
      if (mustFail) expect(status).toBe(401);
      if (status === 401) return;
    }
  };
  const revoke = async (): Promise<void> => {
    await ask(total);
    await revokeToken(database, `${accountKey}-${key}`, new Date());
    isRevoked = true;
  };
  await Promise.all([read(), read(), read(), read(), revoke()]);
});

test('what failed is asked anew', async () => {
  const ask = await deskOf('failing', 2);
  await database.prisma.$executeRaw`alter table conversations rename to conversations_away`;
  try {
    for (const _again of [1, 2]) expect((await ask(total)).body.errors).toHaveLength(1);
  } finally {
    await database.prisma.$executeRaw`alter table conversations_away rename to conversations`;
  }
  expect(await totalOf(ask)).toBe(2);
});

test('an answer in parts is given again as it was, and each operation and variable has its own', async () => {
  await deskOf('parts', 3);
  const app = appOf(database, { ANSWER_MEMORY_MB: '1' });
  const token = await tokenFor(database, 'parts');
  const query = `
    query One($viewBy: ViewBy) { activityReport(${period}) { current { conversationsCreated } ... @defer { series(viewBy: $viewBy) { viewBy current { conversationsCreated } } } } }
    query Two { account { id } }`;
  const send = async (operationName: string, variables: object): Promise<string> => {
    const headers = {
      'content-type': 'application/json',
      accept: 'multipart/mixed',
      authorization: `Bearer ${token}`,
    };
    const body = JSON.stringify({ query, operationName, variables });
    return (await app.fetch('http://deskgraph.test/graphql', { method: 'POST', headers, body })).text();
  };
  const weeks = await send('One', { viewBy: 'WEEK' });
  expect(weeks).toContain('"viewBy":"WEEK"');
  // Kept with the first, confirmed by the second.
  for (const _again of [1, 2]) expect(await send('One', { viewBy: 'WEEK' })).toBe(weeks);
  expect(await send('One', { viewBy: 'DAY' })).toContain('"viewBy":"DAY"');
  expect(await send('Two', { viewBy: 'WEEK' })).toContain('"id":"parts"');
});

test('the memory has an end, and metrics tell how far it is', async () => {
  const ask = await deskOf('many', 100);
  const orders = [
    'CREATED_AT',
    'NUMBER',
    'CLOSED_AT',
    'FIRST_RESPONSE_TIME',
    'RESOLVE_TIME',
    'WAITING_SINCE',
  ];
  const questions = orders.flatMap((orderBy) =>
    ['ASC', 'DESC'].map((direction) => `orderBy: ${orderBy}, direction: ${direction}, first: 100`),
  );
  for (const question of questions)
    expect(await sentFor(ask, `{ conversations(${question}) { nodes { id } } }`)).toBe(1);
  const bytes = answersOf(database)?.bytes() ?? 0;
  expect(bytes).toBeGreaterThan(700_000);
  expect(bytes).toBeLessThanOrEqual(1_000_000);
  const told = await createMetrics(database).registry.metrics();
  expect(told).toContain(`deskgraph_answer_memory_bytes ${bytes}\n`);
  expect(told).toMatch(/deskgraph_answers_total\{result="miss"\} 24\n/);
});

test('no answer is older than the beginning of its request while an account changes', async () => {
  const ask = await deskOf('busy', 1);
  let stored = 1;
  let begun = 1;
  const write = async (): Promise<void> => {
    while (begun < 15) {
      begun += 1;
      await createAccount(database, 'busy', { records: [...mailboxes, conversation(begun)] });
      stored = begun;
    }
  };
  const read = async (): Promise<void> => {
    while (stored < 15) {
      const least = stored;
      const answered = await totalOf(ask);
      expect(answered).toBeGreaterThanOrEqual(least);
      expect(answered).toBeLessThanOrEqual(begun);
    }
  };
  await Promise.all([write(), read(), read(), read()]);
  expect(await totalOf(ask)).toBe(15);
});
