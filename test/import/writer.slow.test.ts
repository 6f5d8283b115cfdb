import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { parseChange } from '../../src/import/change.ts';
import type { Fault } from '../../src/import/parse.ts';
import { createWriter, type Written, writeStream } from '../../src/import/writer.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { dumpWithRollups } from '../harness/dump.ts';
import { historyQuery } from '../harness/history.ts';
import { importRecords } from '../harness/import.ts';
import { areClose } from '../harness/numbers.ts';
import { overallQuery } from '../harness/overall.ts';
import { recordStatements } from '../harness/statements.ts';
import { conversation, helpdesk } from '../model/helpdesk.ts';
import { type ConversationRecord, type Helpdesk, recordsOf } from '../model/records.ts';
import { account, fullConversation, masters, conversation as plain } from './helpdesk.ts';

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

/** A change of a conversation, as a connection makes it and as the records of a helpdesk feel it. */
type Step =
  | { readonly kind: 'record' | 'attributes' | 'attributesAlone'; readonly record: ConversationRecord }
  | { readonly kind: 'deletion'; readonly id: string; readonly isErased: boolean };

function changeOf(step: Step): object {
  if (step.kind === 'record') return step.record;
  if (step.kind === 'deletion') return { type: 'conversationDeletion', id: step.id, isErased: step.isErased };
  const { threads: _threads, ratings, ...attributes } = step.record;
  const alone = { ...attributes, type: 'conversationAttributes' };
  return step.kind === 'attributes' ? { ...alone, ratings } : alone;
}

/** What a helpdesk's conversations are after a step; a Map keeps the order in which they came. */
function take(records: Map<string, ConversationRecord>, step: Step): void {
  const id = 'record' in step ? step.record.id : step.id;
  const before = records.get(id);
  if (step.kind === 'record') records.set(id, step.record);
  if (!before) return;
  const { threads, ratings } = before;
  if (step.kind === 'attributes') records.set(id, { ...step.record, threads });
  if (step.kind === 'attributesAlone') records.set(id, { ...step.record, threads, ratings });
  if (step.kind !== 'deletion') return;
  if (!step.isErased) records.set(id, { ...before, deleted: true });
  else {
    const { type, number, mailboxId, conversationType, channel, status, createdAt, closedAt } = before;
    const required = { type, id, number, mailboxId, conversationType, channel, status, createdAt };
    const emptied = { tags: [], customFields: [], threads: [], ratings: [], deleted: true };
    records.set(id, { ...required, ...emptied, ...(closedAt !== undefined && { closedAt }) });
  }
}

function stepsOf(desk: Helpdesk): fc.Arbitrary<Step[]> {
  const record = conversation(desk);
  const known = desk.conversations.map(({ id }) => id);
  const id = fc.oneof(
    record.map((other) => other.id),
    ...(known.length > 0 ? [fc.constantFrom(...known)] : []),
  );
  const ofRecord = (kind: 'record' | 'attributes' | 'attributesAlone'): fc.Arbitrary<Step> =>
    fc.tuple(record, id).map(([changed, ownId]) => ({ kind, record: { ...changed, id: ownId } }));
  const deletion = fc.record({ kind: fc.constant('deletion' as const), id, isErased: fc.boolean() });
  return fc.array(
    fc.oneof(
      ofRecord('record'),
      { weight: 2, arbitrary: ofRecord('attributes') },
      { weight: 3, arbitrary: ofRecord('attributesAlone') },
      { weight: 2, arbitrary: deletion },
    ),
    { minLength: 1, maxLength: 12 },
  );
}

const scenario = helpdesk.chain((desk) =>
  fc.record({ desk: fc.constant(desk), batches: fc.array(stepsOf(desk), { minLength: 1, maxLength: 3 }) }),
);

const question = {
  period: { start: '2024-03-05T00:00:00Z', end: '2024-04-02T12:00:00Z' },
  previous: { start: '2024-03-01T00:00:00Z', end: '2024-03-20T00:00:00Z' },
  first: 50,
};

async function answersOf(accountId: string, users: readonly { id: string }[]): Promise<object[]> {
  const ask = clientOf(database, await tokenFor(database, accountId));
  const histories = users.map(({ id }) => ask(historyQuery, { user: id, period: question.period, rows: 50 }));
  return Promise.all([ask(overallQuery, question), ...histories]);
}

/** Everything that is stored of an account or follows from it, without what names the account. */
async function contentOf(accountId: string): Promise<object> {
  const { key } = await database.prisma.account.findUniqueOrThrow({ where: { id: accountId } });
  const { accounts: _accounts, ...tables } = await dumpWithRollups(database, [key]);
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => ({ ...row, account_key: 0 }))]),
  );
}

let accounts = 0;

test('whatever is written, all that is stored, counted and answered is what a fresh import of it gives', async () => {
  const check = fc.asyncProperty(scenario, async ({ desk, batches }) => {
    const written = `written-${++accounts}`;
    const fresh = `fresh-${accounts}`;
    await importRecords(database, recordsOf(written, desk));
    await refreshRollups(database);
    const records = new Map(desk.conversations.map((record) => [record.id, record]));
    const write = createWriter(database, written);
    for (const steps of batches) {
      await writeStream(write, steps.map(changeOf).map(parseChange), () => {});
      for (const step of steps) take(records, step);
    }
    await importRecords(database, recordsOf(fresh, { ...desk, conversations: [...records.values()] }));
    const expected = await answersOf(fresh, desk.users);
    expect(await answersOf(written, desk.users)).toEqual(expected);
    await refreshRollups(database);
    expect(await contentOf(written)).toEqual(await contentOf(fresh));
    expect(await answersOf(written, desk.users)).toEqual(expected);
  });
  await fc.assert(check, { numRuns: 15, interruptAfterTimeLimit: 240_000 });
}, 600_000);

async function store(accountId: string, changes: readonly object[]): Promise<Written & { faults: Fault[] }> {
  const faults: Fault[] = [];
  const written = await writeStream(createWriter(database, accountId), changes.map(parseChange), (fault) =>
    faults.push(fault),
  );
  return { ...written, faults };
}

const { threads: _threads, ratings: _ratings, ...bare } = fullConversation;
const attributes = { ...bare, type: 'conversationAttributes' };

test('an account, and all that its conversations refer to, can be written like an import', async () => {
  const records = [{ ...account, id: 'streamed' }, ...masters, fullConversation];
  expect(await store('streamed', records)).toEqual({ stored: records.length, refused: 0, faults: [] });
  await importRecords(database, [{ ...account, id: 'imported' }, ...masters, fullConversation]);
  await refreshRollups(database);
  expect(await contentOf('streamed')).toEqual(await contentOf('imported'));
});

test('what cannot be read or stored is refused alone', async () => {
  await importRecords(database, [{ ...account, id: 'refusing' }, ...masters, fullConversation]);
  const before = await contentOf('refusing');
  expect(
    await store('refusing', [
      { ...attributes, id: 'nobody' },
      { ...attributes, threads: [] },
      { ...attributes, teamId: 'nobody' },
      { ...attributes, customFields: [{ fieldId: 'd', value: 'green' }] },
      { ...attributes, score: 1 },
      { ...plain, customerId: 'nobody' },
      { type: 'conversationDeletion' },
      { type: 'conversationRevival', id: 'a' },
      {},
    ]),
  ).toEqual({
    stored: 0,
    refused: 9,
    faults: [
      { type: 'conversation', id: 'a', reason: 'threads: attributes have none' },
      { type: 'conversation', id: 'a', reason: 'unknown field "score"' },
      { type: 'conversation', reason: 'id: is missing' },
      { id: 'a', reason: expect.stringMatching(/^type: must be one of account, /) },
      { reason: expect.stringMatching(/^type: must be one of account, /) },
      { type: 'conversation', id: 'nobody', reason: 'unknown conversation "nobody"' },
      { type: 'conversation', id: 'a', reason: 'teamId: unknown team "nobody"' },
      {
        type: 'conversation',
        id: 'a',
        reason: 'customFields[0].value: customField "d" has no option "green"',
      },
      { type: 'conversation', id: 'a', reason: 'customerId: unknown customer "nobody"' },
    ],
  });
  expect(await contentOf('refusing')).toEqual(before);
});

test('what changes nothing leaves nothing to count anew', async () => {
  await importRecords(database, [{ ...account, id: 'same' }, ...masters, fullConversation]);
  await refreshRollups(database);
  const before = await contentOf('same');
  const same = [
    attributes,
    { ...attributes, tags: ['t2', 't'], deleted: false, folderId: 'f' },
    { ...attributes, ratings: fullConversation.ratings },
    { type: 'conversationDeletion', id: 'nobody' },
  ];
  expect(await store('same', same)).toEqual({ stored: same.length, refused: 0, faults: [] });
  expect(await contentOf('same')).toEqual(before);
  expect(await store('same', [{ ...attributes, tags: [] }])).toMatchObject({ stored: 1 });
  expect(await contentOf('same')).toMatchObject({ stale_days: [{}, {}] });
});

test('an answer whose option is gone does not keep a conversation from being deleted', async () => {
  const field = masters.find(({ id }) => id === 'd');
  await importRecords(database, [{ ...account, id: 'gone' }, ...masters, fullConversation]);
  await importRecords(database, [
    { ...account, id: 'gone' },
    { ...field, options: [] },
  ]);
  const deletion = { type: 'conversationDeletion', id: 'a' };
  expect(await store('gone', [deletion])).toEqual({ stored: 1, refused: 0, faults: [] });
  expect(await contentOf('gone')).toMatchObject({ conversations: [{ deleted: true }] });
});

test('a stream is stored in batches, and what came before it fails stays', async () => {
  await importRecords(database, [{ ...account, id: 'long' }, ...masters]);
  const statements = recordStatements(database);
  async function* stream() {
    for (let number = 0; number < 4000; number++)
      yield parseChange({ ...fullConversation, id: `${number}`, number });
    throw new Error('the source is away');
  }
  await expect(writeStream(createWriter(database, 'long'), stream(), () => {})).rejects.toThrow(
    'the source is away',
  );
  expect(statements.filter(({ sql }) => sql.includes('update accounts set version')).length).toBe(2);
  const { key } = await database.prisma.account.findUniqueOrThrow({ where: { id: 'long' } });
  // Four threads each: a batch ends with the first 1,400.
  expect(await database.prisma.conversation.count({ where: { accountKey: key } })).toBe(2800);
});
