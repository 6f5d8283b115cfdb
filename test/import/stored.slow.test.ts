import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { patience } from '../../src/database/patience.ts';
import { renewVersion } from '../../src/import/account.ts';
import { freshDatabase } from '../harness/database.ts';
import { dump } from '../harness/dump.ts';
import { importRecords } from '../harness/import.ts';
import { untilSomebodyWaits } from '../harness/waiting.ts';
import { account, conversation, fullConversation, masters } from './helpdesk.ts';

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

const inAccount = { account_key: 1 };
const first = { ...inAccount, key: 1 };

/** The columns that only replies have. */
const noReply = {
  response_seconds: null,
  office_response_seconds: null,
  first_response_seconds: null,
  office_first_response_seconds: null,
  conversation_number: null,
  conversation_type: null,
  counted_status: null,
  mailbox_key: null,
  conversation_customer_key: null,
  reply_count: null,
  resolve_seconds: null,
  office_resolve_seconds: null,
};

/** What ratings repeat of the conversation of `fullConversation`; they were given after its last thread. */
const ofItsConversation = {
  is_counted: true,
  mailbox_key: 1,
  conversation_type: 'email',
  conversation_customer_key: 1,
  touched_before: '2024-03-01T09:50:00+00:00',
  touched_after: null,
};

test('each field of each record is stored', async () => {
  const officeHours = { enabled: true, days: [{ day: 1, from: '09:00', to: '24:00' }] };
  await importRecords(database, [{ ...account, plan: 'PLUS', officeHours }, ...masters, fullConversation]);
  expect(await dump(database)).toEqual({
    accounts: [
      {
        key: 1,
        id: 'acme',
        name: 'Acme',
        time_zone: 'Europe/Paris',
        plan: 'PLUS',
        office_hours: officeHours,
      },
    ],
    mailboxes: [{ ...first, id: 'm', name: 'Support' }],
    folders: [{ ...first, id: 'f', name: 'Urgent', mailbox_key: 1 }],
    users: [{ ...first, id: 'u', name: 'Ada' }],
    teams: [{ ...first, id: 'g', name: 'Night shift' }],
    customers: [{ ...first, id: 'c', name: null, folded_name: null }],
    tags: [
      { ...first, id: 't', name: 'vip' },
      { ...inAccount, key: 2, id: 't2', name: 'slow' },
    ],
    saved_replies: [{ ...first, id: 's', name: 'Hello', mailbox_key: null }],
    workflows: [{ ...first, id: 'w', name: 'Close', mailbox_key: 1 }],
    custom_fields: [
      {
        ...first,
        id: 'd',
        name: 'Colour',
        mailbox_key: 1,
        field_type: 'dropdown',
        options: [{ id: '1', name: 'Red' }],
      },
      { ...inAccount, key: 2, id: 'x', name: 'Note', mailbox_key: 1, field_type: 'text', options: [] },
    ],
    conversations: [
      {
        ...first,
        id: 'a',
        number: 7,
        mailbox_key: 1,
        folder_key: 1,
        type: 'email',
        channel: 'Channel::Email',
        status: 'open',
        deleted: false,
        created_at: '2024-03-01T09:00:00.123456+00:00',
        closed_at: '2024-03-01T09:00:00+00:00',
        customer_key: 1,
        assignee_key: 1,
        team_key: 1,
        priority: 'urgent',
        url: 'https://desk.example/7',
        subject: 'Where is my parcel?',
        tag_keys: [2, 1],
        touched_days: [19_783],
        replied_days: [19_783],
        repliers: [1],
        messages_received: 2,
        replies_sent: 1,
        first_response_at: '2024-03-01T09:30:00+00:00',
        first_replier_key: 1,
        first_response_seconds: 1799,
        office_first_response_seconds: 0,
        resolve_seconds: null,
        office_resolve_seconds: null,
        waiting_since: '2024-03-01T09:50:00+00:00',
        has_status_threads: true,
      },
    ],
    threads: [
      {
        ...inAccount,
        conversation_key: 1,
        position: 2,
        id: 'b',
        kind: 'auto',
        created_at: '2024-03-01T09:45:00+00:00',
        user_key: null,
        customer_key: null,
        saved_reply_key: null,
        workflow_key: 1,
        handle_seconds: null,
        apart_from: null,
        status: 'closed',
        status_event: 'resolution',
        ...noReply,
      },
      {
        ...inAccount,
        conversation_key: 1,
        position: 3,
        id: 'o',
        kind: 'customer',
        created_at: '2024-03-01T09:50:00+00:00',
        user_key: null,
        customer_key: null,
        saved_reply_key: null,
        workflow_key: null,
        handle_seconds: null,
        apart_from: null,
        status: 'open',
        status_event: 'reopening',
        ...noReply,
      },
      {
        ...inAccount,
        conversation_key: 1,
        position: 0,
        id: 'q',
        kind: 'customer',
        created_at: '2024-03-01T09:00:00.123456+00:00',
        user_key: null,
        customer_key: 1,
        saved_reply_key: null,
        workflow_key: null,
        handle_seconds: null,
        apart_from: null,
        status: null,
        status_event: null,
        ...noReply,
      },
      {
        ...inAccount,
        conversation_key: 1,
        position: 1,
        id: 'r',
        kind: 'reply',
        created_at: '2024-03-01T09:30:00+00:00',
        user_key: 1,
        customer_key: null,
        saved_reply_key: 1,
        workflow_key: 1,
        handle_seconds: 1.5,
        apart_from: null,
        status: null,
        status_event: null,
        response_seconds: 1799,
        office_response_seconds: 0,
        first_response_seconds: 1799,
        office_first_response_seconds: 0,
        conversation_number: 7,
        conversation_type: 'email',
        counted_status: 'open',
        mailbox_key: 1,
        conversation_customer_key: 1,
        reply_count: 1,
        resolve_seconds: null,
        office_resolve_seconds: null,
      },
    ],
    ratings: [
      {
        ...inAccount,
        conversation_key: 1,
        position: 0,
        id: 'g1',
        created_at: '2024-03-02T00:00:00+00:00',
        score: 'not_good',
        value: 2,
        user_key: 1,
        comment: 'Slow',
        ...ofItsConversation,
      },
      {
        ...inAccount,
        conversation_key: 1,
        position: 1,
        id: 'g2',
        created_at: '2024-03-03T00:00:00+00:00',
        score: 'great',
        value: null,
        user_key: null,
        comment: null,
        ...ofItsConversation,
      },
    ],
    field_values: [
      { ...inAccount, conversation_key: 1, field_key: 1, value: '1' },
      { ...inAccount, conversation_key: 1, field_key: 2, value: 'a "b" \\ {c}, null' },
    ],
  });
});

test('importing twice leaves what importing once leaves', async () => {
  const records = [account, ...masters, fullConversation, { ...conversation, id: 'b' }];
  await importRecords(database, records);
  const once = await dump(database);
  await importRecords(database, records);
  expect(await dump(database)).toEqual(once);
});

test.each([
  ['in one input', (records: object[]) => importRecords(database, records)],
  [
    'in inputs of their own',
    async (records: object[]) => {
      for (const record of records) await importRecords(database, [account, record]);
    },
  ],
])('of records with one type and id the last one stays, whole: %s', async (_, store) => {
  const { tags, customFields, threads, closedAt, ratings, teamId, priority, url, subject, ...bare } =
    fullConversation;
  const changed = masters.map((record) => ({ ...record, name: `${record.name} again` }));
  await store([
    account,
    ...masters,
    fullConversation,
    ...changed,
    { ...bare, status: 'closed', threads: threads.slice(1) },
  ]);
  const again = await dump(database);
  await database.close();
  database = await freshDatabase();
  await importRecords(database, [
    account,
    ...changed,
    { ...bare, status: 'closed', threads: threads.slice(1) },
  ]);
  expect(again).toEqual(await dump(database));
});

test('a later record of the same account replaces it', async () => {
  await importRecords(database, [
    account,
    ...masters,
    { ...account, name: 'Acme Ltd', timeZone: 'Asia/Tokyo', plan: 'STANDARD' },
  ]);
  expect((await dump(database)).accounts).toEqual([
    {
      key: 1,
      id: 'acme',
      name: 'Acme Ltd',
      time_zone: 'Asia/Tokyo',
      plan: 'STANDARD',
      office_hours: { enabled: false, days: [] },
    },
  ]);
});

test('accounts share nothing, whatever their ids', async () => {
  await importRecords(database, [account, ...masters, fullConversation]);
  const alone = await dump(database);
  await importRecords(database, [
    { ...account, id: 'other' },
    ...masters,
    { ...fullConversation, status: 'spam' },
  ]);
  const { conversations } = await dump(database);
  expect(conversations.map((row) => ({ ...row, account_key: 1, status: 'open' }))).toEqual([
    ...alone.conversations,
    ...alone.conversations,
  ]);
});

test('imports of one account at the same time take turns', async () => {
  const manyOf = (letter: string): object[] =>
    Array.from({ length: 2500 }, (_, index) => ({ ...fullConversation, id: `${letter}${index}` }));
  await importRecords(database, [account, ...masters]);
  await Promise.all(
    ['a', 'b'].map((letter) => importRecords(database, [account, ...masters, ...manyOf(letter)])),
  );
  const { conversations, threads, field_values, ratings } = await dump(database);
  const parts = [threads, field_values, ratings];
  expect([conversations, ...parts].map(({ length }) => length)).toEqual([5000, 20_000, 10_000, 10_000]);
  expect(new Set(conversations.map((row) => JSON.stringify(row))).size).toBe(5000);
});

test('an import that begins while another stores a batch waits for it, and keeps it from nothing', async () => {
  await importRecords(database, [account, ...masters]);
  let second: Promise<unknown> = Promise.resolve();
  await database.prisma.$transaction(async (client) => {
    const id = 'acme';
    await client.$queryRaw`select key from accounts where id = ${id} for no key update`;
    second = importRecords(database, [account, conversation]);
    await untilSomebodyWaits(client);
    await renewVersion(client, 1);
  }, patience);
  await second;
  expect((await dump(database)).conversations).toHaveLength(1);
});
