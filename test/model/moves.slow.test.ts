import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { historyQuery } from '../harness/history.ts';
import { importRecords } from '../harness/import.ts';
import { areClose } from '../harness/numbers.ts';
import { overallQuery } from '../harness/overall.ts';
import { type ConversationRecord, type Helpdesk, recordsOf, type ThreadRecord } from './records.ts';

// Customers with enough conversations to be counted in blocks of 365 days, over more than two of these.
const customers = ['ada', 'ben', 'cid'];
const conversationsEach = 12;
const first = Date.UTC(2023, 9, 1);
const day = 86_400_000;
/** So that no two have a day in common. */
const daysApart = 7;

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

const masters: Omit<Helpdesk, 'conversations'> = {
  timeZone: 'America/New_York',
  officeHours: { enabled: true, days: [{ day: 1, from: '09:00', to: '17:00' }] },
  mailboxes: ['m', 'n'].map((id) => ({ type: 'mailbox', id, name: id })),
  folders: ['f'].map((id) => ({ type: 'folder', id, name: id })),
  users: ['u', 'v'].map((id) => ({ type: 'user', id, name: id })),
  teams: ['k', 'l'].map((id) => ({ type: 'team', id, name: id })),
  customers: customers.map((id) => ({ type: 'customer', id, name: id })),
  tags: ['s', 't'].map((id) => ({ type: 'tag', id, name: id })),
  savedReplies: ['r', 'q'].map((id) => ({ type: 'savedReply', id, name: id })),
  workflows: ['w', 'x'].map((id) => ({ type: 'workflow', id, name: id })),
  customFields: ['m', 'n'].map((mailboxId) => ({
    type: 'customField',
    id: `field ${mailboxId}`.replace(' ', '-'),
    name: mailboxId,
    mailboxId,
    fieldType: 'dropdown',
    options: ['1', '2'].map((id) => ({ id, name: id })),
  })),
};

/** Created on a day, answered on the next and three days later, unless it is of cid, whom nobody answers, and closed then. */
function conversation(index: number): ConversationRecord {
  const createdAt = first + index * daysApart * day;
  const thread = (id: string, kind: ThreadRecord['kind'], days: number, more: object = {}): ThreadRecord => ({
    ...{ id, kind, createdAt: isoOf(createdAt + days * day + index * 60_000) },
    ...more,
  });
  const userId = index % 2 === 0 ? 'u' : 'v';
  const customerId = customers[index % customers.length] ?? '';
  return {
    type: 'conversation',
    id: String(index),
    number: index,
    mailboxId: index % 3 === 0 ? 'n' : 'm',
    conversationType: index % 4 === 0 ? 'chat' : 'email',
    channel: 'Email',
    status: 'closed',
    deleted: false,
    createdAt: isoOf(createdAt),
    closedAt: isoOf(createdAt + 4 * day),
    customerId,
    assigneeId: userId,
    teamId: index % 2 === 0 ? 'k' : 'l',
    ratings: [],
    tags: index % 2 === 0 ? ['s', 't'] : ['s'],
    customFields: [{ fieldId: index % 3 === 0 ? 'field-n' : 'field-m', value: '1' }],
    threads: [
      thread('a', 'customer', 0),
      thread('b', 'reply', 1, { userId, savedReplyId: 'r', handleSeconds: 60 }),
      thread('c', 'line', 2, { workflowId: 'w' }),
      thread('d', 'reply', 3, { userId: index % 5 === 0 ? 'v' : userId }),
    ].filter(({ kind }) => kind !== 'reply' || customerId !== 'cid'),
  };
}

const before = Array.from({ length: customers.length * conversationsEach }, (_, index) =>
  conversation(index),
);

type Change = (record: ConversationRecord) => ConversationRecord;

const without =
  (...names: (keyof ConversationRecord)[]): Change =>
  (record) =>
    Object.fromEntries(
      Object.entries(record).filter(([name]) => !names.includes(name as keyof ConversationRecord)),
    ) as unknown as ConversationRecord;

const of =
  (changed: Partial<ConversationRecord>): Change =>
  (record) => ({ ...record, ...changed });

const ofThreads =
  (changed: (threads: ThreadRecord[]) => ThreadRecord[]): Change =>
  (record) => ({ ...record, threads: changed(record.threads) });

/** Everything of a conversation under which it is counted, given to another, to none, or taken away with it. */
const changes: Record<string, Change> = {
  'another customer': of({ customerId: 'ben' }),
  'the last customer': of({ customerId: 'cid' }),
  'no customer': without('customerId'),
  'another mailbox': (record) => ({
    ...record,
    mailboxId: record.mailboxId === 'm' ? 'n' : 'm',
    customFields: [],
  }),
  'another type': of({ conversationType: 'phone' }),
  'another tag': of({ tags: ['t'] }),
  'no tags': of({ tags: [] }),
  'another assignee': of({ assigneeId: 'v' }),
  'no assignee': without('assigneeId'),
  'another team': of({ teamId: 'k' }),
  'no team': without('teamId'),
  'another answer': (record) => ({
    ...record,
    customFields: record.customFields.map((field) => ({ ...field, value: '2' })),
  }),
  'no answers': of({ customFields: [] }),
  'deleted at last': of({ deleted: true }),
  'another channel': of({ channel: 'Chat' }),
  'another status': of({ status: 'open' }),
  'the status spam': of({ status: 'spam' }),
  'no threads': of({ threads: [] }),
  'another replier': ofThreads((threads) =>
    threads.map((thread) => (thread.kind === 'reply' ? { ...thread, userId: 'v' } : thread)),
  ),
  'no first reply': ofThreads((threads) => threads.filter(({ id }) => id !== 'b')),
  'other uses': ofThreads((threads) =>
    threads.map((thread) => ({
      ...thread,
      ...(thread.savedReplyId && { savedReplyId: 'q' }),
      ...(thread.workflowId && { workflowId: 'x' }),
    })),
  ),
  'another time': (record) => ({
    ...record,
    createdAt: isoOf(Date.parse(record.createdAt) - 40 * day),
    threads: record.threads.map((thread) => ({
      ...thread,
      createdAt: isoOf(Date.parse(thread.createdAt) + 3 * day),
    })),
  }),
};

const stats = `current { ...figures } previous { ...figures }`;
const conversationsOf = `conversations(period: $period, previous: $previous) { ${stats} }`;
const entitiesQuery = `query ($period: PeriodInput!, $previous: PeriodInput) {
  mailboxes { id ${conversationsOf} } users { id ${conversationsOf} } tags { id ${conversationsOf} }
  teams { id ${conversationsOf} }
  untagged: tag(id: "1") { id ${conversationsOf} }
  customers { edges { node { id ${conversationsOf} } } }
}
fragment figures on ConversationStats { totalConversations newConversations customers }`;
const countsQuery = `query ($period: PeriodInput!, $previous: PeriodInput, $spring: PeriodInput!) {
  conversationsByStatusReport(period: $period, previous: $previous) {
    current { data { label value } } previous { data { label value } }
  }
  volumesByChannelReport(period: $period, previous: $previous, viewBy: MONTH) {
    current { date chat email phone } previous { date chat email phone }
  }
  channelSummaryReport(period: $spring) { current { channel open resolved pending snoozed total } }
}`;

// Whole days of the zone and times within days, of less than one block and of several.
const spring = { start: '2024-01-01T05:00:00Z', end: '2024-06-01T04:00:00Z' };
const year = { start: '2023-12-10T15:00:00Z', end: '2024-12-28T05:00:00Z' };
const always = { start: '2023-01-01T05:00:00Z', end: '2026-01-01T05:00:00Z' };
const periods = [
  { period: year, previous: spring },
  { period: always, previous: year },
];
const filters = [{}, { mailboxes: ['m'], types: ['EMAIL'] }];

/** Whatever is counted ahead of time. */
async function answersOf(database: Database, accountId: string): Promise<unknown[]> {
  const ask = clientOf(database, await tokenFor(database, accountId));
  const answers: unknown[] = [];
  const add = async (query: string, variables: object): Promise<void> => {
    const { body } = await ask(query, variables);
    expect(body.errors).toBeUndefined();
    answers.push(body.data);
  };
  for (const asked of periods) {
    for (const filter of filters) await add(overallQuery, { ...asked, filter, first: 2 });
    for (const user of ['u', 'v']) await add(historyQuery, { ...asked, user, officeHours: true, rows: 50 });
    await add(entitiesQuery, asked);
    await add(countsQuery, { ...asked, spring });
  }
  return answers;
}

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

const importDesk = async (accountId: string, conversations: ConversationRecord[]): Promise<void> => {
  const { rejected } = await importRecords(database, recordsOf(accountId, { ...masters, conversations }));
  expect([...rejected.keys()]).toEqual([]);
};

let accounts = 0;

/** Imports the conversations, and each round of changed ones once all before is counted; what is there at last answers the same. */
async function checkMoves(
  past: ConversationRecord[],
  rounds: readonly (readonly ConversationRecord[])[],
): Promise<void> {
  const accountId = `moved-${++accounts}`;
  await importDesk(accountId, past);
  await refreshRollups(database);
  const now = new Map(past.map((record) => [record.id, record]));
  for (const changed of rounds) {
    await importDesk(accountId, [...changed]);
    await refreshRollups(database);
    for (const record of changed) now.set(record.id, record);
  }
  await importDesk(`fresh-${accounts}`, [...now.values()]);
  // Nothing of the other account is counted ahead of time: its answers are made of its rows.
  const [moved, fresh] = [
    await answersOf(database, accountId),
    await answersOf(database, `fresh-${accounts}`),
  ];
  expect(moved).toEqual(fresh);
}

test.each(Object.keys(changes).slice(0, 14))(
  'conversations that are given %s are counted as they are now',
  async (name) => {
    await checkMoves(before, [before.slice(-4).map((record) => changes[name]?.(record) ?? record)]);
  },
);

const round = fc
  .uniqueArray(fc.nat({ max: before.length - 1 }), { minLength: 1, maxLength: 5 })
  .chain((places) =>
    fc.tuple(
      ...places.map((place) =>
        fc
          .array(fc.constantFrom(...Object.values(changes)), { maxLength: 3 })
          .map((made) => made.reduce((record, change) => change(record), conversation(place))),
      ),
    ),
  );

test('so are those that are changed in several ways, again and again, and back', async () => {
  const rounds = fc.array(round, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(rounds, (drawn) => checkMoves(before, drawn)),
    {
      numRuns: 12,
      interruptAfterTimeLimit: 240_000,
      markInterruptAsFailure: true,
    },
  );
}, 300_000);
