import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { UsageError } from '../../src/usage-error.ts';
import { freshDatabase } from '../harness/database.ts';
import { dump } from '../harness/dump.ts';
import { importRecords } from '../harness/import.ts';
import { account, conversation, fullConversation, masters, rejectsOf } from './helpdesk.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, [account, ...masters]);
});

afterAll(() => database.close());

const rating = { id: 'g', createdAt: conversation.createdAt, score: 'okay', userId: 'u' };
const reply = { id: 'r', kind: 'reply', createdAt: conversation.createdAt, userId: 'u' };

test.each<[object, string]>([
  [{ type: 'folder', id: 'k', name: '', mailboxId: 'z' }, 'folder k: mailboxId: unknown mailbox "z"'],
  [{ type: 'savedReply', id: 'k', name: '', mailboxId: 'z' }, 'savedReply k: mailboxId: unknown mailbox "z"'],
  [{ type: 'workflow', id: 'k', name: '', mailboxId: 'z' }, 'workflow k: mailboxId: unknown mailbox "z"'],
  [
    { type: 'customField', id: 'k', name: '', mailboxId: 'z', fieldType: 'text' },
    'customField k: mailboxId: unknown mailbox "z"',
  ],
  [{ ...conversation, mailboxId: 'z' }, 'conversation a: mailboxId: unknown mailbox "z"'],
  [{ ...conversation, folderId: 'm' }, 'conversation a: folderId: unknown folder "m"'],
  [{ ...conversation, customerId: 'u' }, 'conversation a: customerId: unknown customer "u"'],
  [{ ...conversation, assigneeId: 'c' }, 'conversation a: assigneeId: unknown user "c"'],
  [{ ...conversation, tags: ['t', '1'] }, 'conversation a: tags[1]: unknown tag "1"'],
  [
    { ...conversation, customFields: [{ fieldId: 'z' }] },
    'conversation a: customFields[0].fieldId: unknown customField "z"',
  ],
  [
    { ...conversation, customFields: [{ fieldId: 'd', value: 2 }] },
    'conversation a: customFields[0].value: customField "d" has no option "2"',
  ],
  [
    { ...conversation, threads: [{ ...reply, userId: 'z' }] },
    'conversation a: threads[0].userId: unknown user "z"',
  ],
  [
    { ...conversation, threads: [reply, { ...reply, id: 'q', customerId: 'z' }] },
    'conversation a: threads[1].customerId: unknown customer "z"',
  ],
  [
    { ...conversation, threads: [{ ...reply, savedReplyId: 'z' }] },
    'conversation a: threads[0].savedReplyId: unknown savedReply "z"',
  ],
  [
    { ...conversation, threads: [{ ...reply, workflowId: 'z' }] },
    'conversation a: threads[0].workflowId: unknown workflow "z"',
  ],
  [{ ...conversation, teamId: 'u' }, 'conversation a: teamId: unknown team "u"'],
  [
    { ...conversation, ratings: [rating, { ...rating, id: 'q', userId: 'z' }] },
    'conversation a: ratings[1].userId: unknown user "z"',
  ],
  [{ ...account, id: 'other' }, 'account other: a file holds one account, and this one is "acme"'],
])('%j is rejected alone', async (record, reject) => {
  const before = await dump(database);
  expect(await rejectsOf(database, [account, record])).toEqual([`2 ${reject}`]);
  expect(await dump(database)).toEqual(before);
});

test('what cannot be read or stored is told in the order of the lines, and the rest is stored', async () => {
  const lines = [
    account,
    '',
    '{"type":"user"',
    { type: 'user', id: 'new', name: 'New' },
    { ...conversation, id: 'early', customerId: 'later' },
    { type: 'customer', id: 'later' },
    { ...conversation, id: 'late', customerId: 'later', assigneeId: 'new' },
    { ...conversation, id: 'unsure', customFields: [{ fieldId: 'd', value: '' }] },
    { ...fullConversation, id: 'before' },
    { type: 'customField', id: 'd', name: 'Colour', mailboxId: 'm', fieldType: 'dropdown', options: [] },
    { ...fullConversation, id: 'behind' },
    { type: 'user', id: 7 },
  ];
  expect(await rejectsOf(database, lines)).toEqual([
    expect.stringMatching(/^3 undefined undefined: not JSON: /),
    '5 conversation early: customerId: unknown customer "later"',
    '11 conversation behind: customFields[0].value: customField "d" has no option "1"',
    '12 user 7: name: is missing',
  ]);
  const { conversations } = await dump(database);
  expect(conversations.map((row) => ('id' in row ? row.id : undefined)).sort()).toEqual([
    'before',
    'late',
    'unsure',
  ]);
});

test('conversations closed before they were created are stored and counted', async () => {
  const closed = { ...conversation, id: 'closed', status: 'closed', closedAt: '2024-02-29T23:59:59Z' };
  const tally = await importRecords(database, [
    account,
    closed,
    { ...closed, id: 'at', closedAt: closed.createdAt },
  ]);
  expect(tally).toEqual({
    imported: new Map([
      ['account', 1],
      ['conversation', 2],
    ]),
    rejected: new Map(),
    warnings: 1,
  });
});

test.each<[string, object[], string]>([
  ['nothing', [], 'records: no records; the first must be the account'],
  [
    'another record',
    [masters[0] ?? {}, account],
    'records:1: the first record must be the account; nothing was imported',
  ],
  [
    'a faulty account',
    [
      { ...account, id: 'none', timeZone: 'Paris' },
      { type: 'user', id: 'z', name: 'Z' },
    ],
    'records:1: the first record must be the account (timeZone: must be an IANA time zone name such as Europe/Paris); nothing was imported',
  ],
])('an input that begins with %s changes nothing', async (_, records, message) => {
  const before = await dump(database);
  await expect(importRecords(database, records)).rejects.toThrow(new UsageError(message));
  expect(await dump(database)).toEqual(before);
});
