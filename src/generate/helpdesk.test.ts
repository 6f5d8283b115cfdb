import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { customFields } from './catalogue.ts';
import { generateHelpdesk } from './helpdesk.ts';

interface Fields {
  [field: string]: unknown;
  type?: string;
  id?: string;
  mailboxId?: string;
  tags?: string[];
}
interface Conversation extends Fields {
  channel: string;
  conversationType: string;
  createdAt: string;
  closedAt?: string;
  status: string;
  subject?: string;
  ratings?: (Fields & { createdAt: string; score: string; value: number })[];
  customFields?: { fieldId: string; value: string | number }[];
  threads: (Fields & { kind: string; createdAt: string; status?: string })[];
}

const parsed = (line: string) => JSON.parse(line);
const records: Fields[] = [...generateHelpdesk({ conversations: 6_000, seed: 5 })].map(parsed);
const conversations = records.filter((record): record is Conversation => record.type === 'conversation');
const threads = conversations.flatMap((conversation) => conversation.threads);
const ratings = conversations.flatMap((conversation) => conversation.ratings ?? []);
const instant = /^20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ$/;

/** The fields of the import format, and of the records inside records; those that every record must have come first. */
const fields: Record<string, [required: string, optional: string]> = {
  account: ['type id name timeZone', 'plan officeHours'],
  mailbox: ['type id name', ''],
  folder: ['type id name', 'mailboxId'],
  user: ['type id name', ''],
  customer: ['type id', 'name'],
  team: ['type id name', ''],
  tag: ['type id name', ''],
  savedReply: ['type id name', 'mailboxId'],
  workflow: ['type id name', 'mailboxId'],
  customField: ['type id name mailboxId fieldType', 'options'],
  conversation: [
    'type id number mailboxId conversationType channel status createdAt threads url',
    'folderId deleted closedAt customerId assigneeId tags customFields teamId priority subject ratings',
  ],
  thread: ['id kind createdAt', 'userId customerId savedReplyId workflowId handleSeconds status'],
  rating: ['id createdAt score value', 'userId comment'],
};

/** The fields that a record lacks, and those it should not have. */
function wrongFieldsOf(type: string, record: Fields): string[] {
  const [required, optional] = (fields[type] ?? ['', '']).map((names) => names.split(' '));
  const names = Object.keys(record);
  const lacking = required?.filter((name) => !names.includes(name)) ?? [];
  return [...lacking, ...names.filter((name) => !required?.includes(name) && !optional?.includes(name))];
}

function hashOf(conversationCount: number, seed: number): string {
  const hash = createHash('sha256');
  for (const line of generateHelpdesk({ conversations: conversationCount, seed })) hash.update(`${line}\n`);
  return hash.digest('hex');
}

/** What a record refers to, as "type id". */
function referencesOf(record: Fields): string[] {
  const types = {
    mailboxId: 'mailbox',
    folderId: 'folder',
    customerId: 'customer',
    assigneeId: 'user',
    teamId: 'team',
  };
  const more = { userId: 'user', savedReplyId: 'savedReply', workflowId: 'workflow', fieldId: 'customField' };
  const single = Object.entries({ ...types, ...more }).filter(([field]) => record[field] !== undefined);
  const tags = record.tags?.map((tag) => `tag ${tag}`) ?? [];
  return [...single.map(([field, type]) => `${type} ${record[field]}`), ...tags];
}

function partsOf({
  threads: inside = [],
  customFields: answers = [],
  ratings: given = [],
}: Partial<Conversation>): Fields[] {
  return [...inside, ...answers, ...given];
}

describe('the bytes', () => {
  test('depend on the number and the seed alone', () => {
    expect(hashOf(500, 1)).toBe(hashOf(500, 1));
    expect(hashOf(500, 2)).not.toBe(hashOf(500, 1));
  });

  test('are the ones of this version', () => {
    expect(hashOf(200, 1)).toBe('3801361696c2285995118233f5c800d88a6f8e9e8a5a60a967d65c8a249b2213');
  });
});

describe('every record', () => {
  test('has the fields of its type and no others', () => {
    expect(records.flatMap((record) => wrongFieldsOf(record.type ?? '', record))).toEqual([]);
    expect(threads.flatMap((thread) => wrongFieldsOf('thread', thread))).toEqual([]);
    expect(ratings.flatMap((rating) => wrongFieldsOf('rating', rating))).toEqual([]);
  });

  test('comes after the ones it refers to, under an id of its own', () => {
    const known = new Set<string>();
    const missing = records.flatMap((record) => {
      const references = [record, ...partsOf(record)].flatMap(referencesOf).filter((key) => !known.has(key));
      known.add(`${record.type} ${record.id}`);
      return references;
    });
    expect(missing).toEqual([]);
    expect(known.size).toBe(records.length);
  });

  test('begins with the account and stays within the mailbox', () => {
    expect(records[0]).toMatchObject({ type: 'account', id: 'demo', plan: 'PRO', timeZone: 'Europe/Berlin' });
    const mailboxOf = new Map(records.map(({ type, id, mailboxId }) => [`${type} ${id}`, mailboxId]));
    const foreign = conversations.flatMap((conversation) =>
      [conversation, ...partsOf(conversation)]
        .flatMap(referencesOf)
        .filter((key) => ![undefined, conversation.mailboxId].includes(mailboxOf.get(key))),
    );
    expect(foreign).toEqual([]);
  });
});

describe('every kind occurs:', () => {
  const valuesOf = (list: Fields[], field: string) =>
    [...new Set(list.flatMap((item) => item[field] ?? []))].toSorted();

  test.each([
    [
      'record types',
      records,
      'type',
      Object.keys(fields).filter((type) => !['thread', 'rating'].includes(type)),
    ],
    ['field types', records, 'fieldType', ['date', 'dropdown', 'number', 'text']],
    ['statuses', conversations, 'status', ['closed', 'on_hold', 'open', 'pending', 'snoozed', 'spam']],
    ['conversation types', conversations, 'conversationType', ['chat', 'email', 'phone']],
    ['thread kinds', threads, 'kind', ['auto', 'customer', 'line', 'note', 'reply']],
    ['statuses that threads set', threads, 'status', ['closed', 'on_hold', 'open', 'pending', 'snoozed']],
    ['priorities', conversations, 'priority', ['high', 'low', 'medium', 'urgent']],
    ['scores', ratings, 'score', ['great', 'not_good', 'okay']],
    ['values of ratings', ratings, 'value', [1, 2, 3, 4, 5]],
  ])('%s', (_name, list, field, expected) => {
    expect(valuesOf(list, field)).toEqual(expected.toSorted());
  });

  test.each([
    ['tag', 'tags', conversations],
    ['folder', 'folderId', conversations],
    ['mailbox', 'mailboxId', conversations],
    ['user', 'userId', threads],
    ['team', 'teamId', conversations],
    ['savedReply', 'savedReplyId', threads],
    ['workflow', 'workflowId', threads],
  ])('each %s is used', (type, field, list) => {
    const ids = records.filter((record) => record.type === type).map((record) => record.id);
    expect(valuesOf(list, field)).toEqual(ids.toSorted());
  });

  test('a channel belongs to one conversation type', () => {
    const pairs = new Set(
      conversations.map(({ channel, conversationType }) => `${channel} ${conversationType}`),
    );
    expect(pairs.size).toBe(new Set(conversations.map(({ channel }) => channel)).size);
  });
});

describe('conversations', () => {
  test('come in the order of their creation, their threads too, all before the end', () => {
    const times = conversations.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted());
    const timesOf = ({ createdAt, threads: inside }: Conversation) => [
      createdAt,
      ...inside.map((thread) => thread.createdAt),
      '2026-01-01T00:00:00Z',
    ];
    expect(conversations.map(timesOf)).toEqual(conversations.map((item) => timesOf(item).toSorted()));
    expect(conversations.flatMap(timesOf).filter((time) => !instant.test(time))).toEqual([]);
  });

  test('have a time of closing if, and only if, they are closed', () => {
    expect(
      conversations.filter(({ status, closedAt }) => (status === 'closed') !== instant.test(closedAt ?? '')),
    ).toEqual([]);
  });

  test('have the status that their threads set last', () => {
    const wrong = conversations.filter(({ status, threads: inside }) => {
      const last = inside.findLast((thread) => thread.status !== undefined)?.status ?? 'open';
      return status !== 'spam' && status !== last;
    });
    expect(wrong).toEqual([]);
  });

  test('are rated once they are closed, before the end, with different ids', () => {
    for (const { status, ratings: given } of conversations) {
      if (given === undefined) continue;
      expect(status).toBe('closed');
      expect(given.map(({ id }) => id)).toEqual(given.map((_, index) => `${index + 1}`));
    }
    const times = ratings.map(({ createdAt }) => createdAt);
    expect(times.filter((time) => !instant.test(time) || time >= '2026-01-01T00:00:00Z')).toEqual([]);
  });

  test('have a subject if, and only if, they are emails', () => {
    expect(
      conversations.filter(
        ({ subject, conversationType }) => (subject !== undefined) !== (conversationType === 'email'),
      ),
    ).toEqual([]);
  });

  test('have threads with different ids, repeat no tag and no field', () => {
    const idLists = conversations.flatMap(({ threads: inside, tags = [], customFields: answers = [] }) => [
      inside.map(({ id }) => id),
      tags,
      answers.map(({ fieldId }) => fieldId),
    ]);
    expect(idLists.filter((ids) => new Set(ids).size < ids.length)).toEqual([]);
  });

  test('answer a dropdown by an option, the other fields by a text, number or date', () => {
    const isRight = ({ fieldId, value }: { fieldId: string; value: string | number }) => {
      const field = customFields.find(({ id }) => id === fieldId);
      if (field?.fieldType === 'dropdown') return field.options.some(({ id }) => id === value);
      if (field?.fieldType === 'number') return typeof value === 'number';
      return (field?.fieldType === 'date' ? /^20\d\d-[01]\d-[0-3]\d$/ : /^K-\d{6}$/).test(`${value}`);
    };
    const answers = conversations.flatMap((conversation) => conversation.customFields ?? []);
    expect(answers.filter((answer) => !isRight(answer))).toEqual([]);
  });

  test('have replies by a user only, with whole seconds of work', () => {
    const replies = threads.filter(({ kind }) => kind === 'reply');
    expect(replies.filter(({ userId }) => userId === undefined)).toEqual([]);
    expect(replies.filter(({ handleSeconds = 0 }) => !Number.isInteger(handleSeconds))).toEqual([]);
  });
});

test('another end and account move the two years and rename the account', () => {
  const options = { conversations: 50, seed: 1, end: new Date('2027-03-01T23:00:00Z'), account: 'acme' };
  const moved: Fields[] = [...generateHelpdesk(options)].map(parsed);
  const times = moved.flatMap(({ createdAt }) => createdAt ?? []);
  expect(moved[0]).toMatchObject({ type: 'account', id: 'acme' });
  expect(times).toHaveLength(50);
  expect(times.every((time) => time >= '2025-03-01T23:00:00Z' && time < '2027-03-01T23:00:00Z')).toBe(true);
});
