import { describe, expect, test } from 'vitest';
import { parseRecord } from './parse.ts';

const account = { type: 'account', id: 'acme', name: 'Acme', timeZone: 'Europe/Paris' };
const createdAt = '2024-03-01T09:00:00Z';
const micros = 1_709_283_600_000_000n;
const conversation = {
  type: 'conversation',
  id: 'a',
  number: 1,
  mailboxId: 'm',
  conversationType: 'email',
  channel: 'Channel::Email',
  status: 'open',
  createdAt,
};
const field = { type: 'customField', id: 'f', name: 'F', mailboxId: 'm', fieldType: 'dropdown' };
const note = { id: 't', kind: 'note', createdAt };

const rating = { id: 'g', createdAt, score: 'okay' };
const address = (length: number) => `https://desk.example/${'x'.repeat(length - 21)}`;

function parse(record: unknown): unknown {
  return parseRecord(Buffer.from(JSON.stringify(record)));
}

function officeHours(...days: unknown[]): unknown {
  return { ...account, officeHours: { enabled: true, days } };
}

function closedDays(...dates: unknown[]): object {
  return { ...account, officeHours: { enabled: true, days: [], closedDays: dates } };
}

describe('a record that fits the format', () => {
  test.each<[string, object, object]>([
    ['an account with null for what is optional', { ...account, plan: null, officeHours: null }, {}],
    [
      'a time zone in capitals',
      { ...account, timeZone: 'AMERICA/NEW_YORK' },
      { timeZone: 'America/New_York' },
    ],
    ['a plan', { ...account, plan: 'STANDARD' }, {}],
    [
      'two intervals a day, to midnight',
      officeHours({ day: 7, from: '08:00', to: '12:00' }, { day: 7, from: '12:00', to: '24:00' }) as object,
      {},
    ],
    ['closed days', closedDays('2024-02-29', '2024-12-25', '2024-12-25'), {}],
    ['null for closed days', { ...account, officeHours: { enabled: true, days: [], closedDays: null } }, {}],
    ['an integer for an id', { type: 'user', id: 42, name: 'Ada' }, { id: '42' }],
    ['a customer without a name', { type: 'customer', id: 'c' }, {}],
    ['an id of 64 characters outside the basic plane', { type: 'tag', id: '😀'.repeat(64), name: '' }, {}],
    ['a dropdown', { ...field, options: [{ id: 1, name: 'One' }] }, { options: [{ id: '1', name: 'One' }] }],
    ['a conversation', conversation, { createdAt: micros }],
    [
      'instants with an offset and a fraction',
      { ...conversation, createdAt: '2024-03-01T10:00:00.5+01:00' },
      { createdAt: micros + 500_000n },
    ],
    [
      'values of fields',
      {
        ...conversation,
        customFields: [
          { fieldId: 1, value: 2.5 },
          { fieldId: 'g', value: null },
        ],
      },
      {
        createdAt: micros,
        customFields: [
          { fieldId: '1', value: '2.5' },
          { fieldId: 'g', value: null },
        ],
      },
    ],
    [
      'a thread',
      { ...conversation, threads: [{ ...note, handleSeconds: 0 }] },
      { createdAt: micros, threads: [{ ...note, createdAt: micros, handleSeconds: 0 }] },
    ],
    [
      'a conversation with all of version 1.1',
      {
        ...conversation,
        teamId: 7,
        priority: 'low',
        url: 'HTTP://desk.example/a?b=c#d',
        subject: '😀'.repeat(1000),
        threads: [{ ...note, kind: 'auto', status: 'spam' }],
        ratings: [{ ...rating, id: 8, value: 5, userId: 9, comment: '😀'.repeat(10_000) }],
      },
      {
        createdAt: micros,
        teamId: '7',
        threads: [{ ...note, createdAt: micros, kind: 'auto', status: 'spam' }],
        ratings: [
          { ...rating, createdAt: micros, id: '8', value: 5, userId: '9', comment: '😀'.repeat(10_000) },
        ],
      },
    ],
    [
      'null for what version 1.1 has besides',
      {
        ...conversation,
        teamId: null,
        priority: null,
        url: null,
        subject: null,
        ratings: null,
        threads: [{ ...note, status: null }],
      },
      { createdAt: micros, threads: [{ ...note, createdAt: micros, status: null }] },
    ],
    [
      'null for what is optional of a rating',
      { ...conversation, ratings: [{ ...rating, value: null, userId: null, comment: null }] },
      {
        createdAt: micros,
        ratings: [{ ...rating, createdAt: micros, value: null, userId: null, comment: null }],
      },
    ],
    ['an empty subject', { ...conversation, subject: '', ratings: [] }, { createdAt: micros }],
    ['an address of 2,048 characters', { ...conversation, url: address(2048) }, { createdAt: micros }],
    ['a team', { type: 'team', id: 7, name: 'Night shift' }, { id: '7' }],
    ['the largest number', { ...conversation, number: 2_147_483_647 }, { createdAt: micros }],
  ])('%s', (_, record, changed) => {
    expect(parse(record)).toEqual({ ...record, ...changed });
  });

  test('an integer that a double cannot hold keeps its digits', () => {
    const line = '{"type":"user","id":12345678901234567890,"name":"9, :12345678901234567890 \\""}\r';
    const user = { type: 'user', id: '12345678901234567890', name: '9, :12345678901234567890 "' };
    expect(parseRecord(Buffer.from(line))).toEqual(user);
  });

  test('a number that a double cannot hold to the last digit is a number all the same', () => {
    const line = JSON.stringify({ ...conversation, threads: [{ ...note, handleSeconds: 1 }] });
    expect(parseRecord(Buffer.from(line.replace('Seconds":1', 'Seconds":9007199254740993')))).toEqual({
      ...conversation,
      createdAt: micros,
      threads: [{ ...note, createdAt: micros, handleSeconds: 2 ** 53 }],
    });
  });
});

const idReason = 'must have 1 to 64 characters, none of them white space or control';
const instantReason = 'must be an ISO 8601 date and time with an offset or Z';

describe('a record that breaks a rule', () => {
  test.each<[object, string]>([
    [{ ...conversation, closedat: createdAt }, 'unknown field "closedat"'],
    [{ ...conversation, threads: [{ ...note, text: '' }] }, 'threads[0]: unknown field "text"'],
    [{ ...conversation, mailboxId: null }, 'mailboxId: must be a string or an integer'],
    [{ ...conversation, mailboxId: undefined }, 'mailboxId: is missing'],
    [{ ...conversation, mailboxId: 'a b' }, `mailboxId: ${idReason}`],
    [{ ...conversation, folderId: '' }, `folderId: ${idReason}`],
    [{ ...conversation, customerId: 'x'.repeat(65) }, `customerId: ${idReason}`],
    [{ ...conversation, assigneeId: '\u0007' }, `assigneeId: ${idReason}`],
    [{ ...conversation, assigneeId: 1.5 }, 'assigneeId: must be a string or an integer'],
    [{ ...conversation, number: -1 }, 'number: Too small: expected number to be >=0'],
    [{ ...conversation, number: 2_147_483_648 }, 'number: Too big: expected number to be <=2147483647'],
    [
      { ...conversation, status: 'Open' },
      'status: Invalid option: expected one of "open"|"pending"|"snoozed"|"on_hold"|"closed"|"spam"',
    ],
    [{ ...conversation, createdAt: '2024-03-01' }, `createdAt: ${instantReason}`],
    [{ ...conversation, closedAt: '2024-02-30T00:00:00Z' }, `closedAt: ${instantReason}`],
    [{ ...conversation, threads: [{ ...note, kind: 'reply' }] }, 'threads[0].userId: is missing'],
    [{ ...conversation, threads: [note, note] }, 'threads[1].id: "t" occurs twice'],
    [
      { ...conversation, threads: [{ ...note, handleSeconds: '1' }] },
      'threads[0].handleSeconds: Invalid input: expected number, received string',
    ],
    [
      { ...conversation, threads: [{ ...note, handleSeconds: -1 }] },
      'threads[0].handleSeconds: Too small: expected number to be >=0',
    ],
    [
      { ...conversation, customFields: [{ fieldId: 'f' }, { fieldId: 'f' }] },
      'customFields[1].fieldId: "f" occurs twice',
    ],
    [{ ...conversation, teamId: 'a b' }, `teamId: ${idReason}`],
    [
      { ...conversation, priority: 'normal' },
      'priority: Invalid option: expected one of "low"|"medium"|"high"|"urgent"',
    ],
    [{ ...conversation, url: address(2049) }, 'url: must have at most 2,048 characters'],
    ...['ftp://desk.example/a', 'desk.example/a', '//desk.example', 'https://', 'http:/x y', ''].map(
      (url): [object, string] => [{ ...conversation, url }, 'url: must be an http or https address'],
    ),
    [{ ...conversation, subject: 'é'.repeat(1001) }, 'subject: must have at most 1,000 characters'],
    [
      { ...conversation, subject: 'a\0' },
      'subject: has U+0000 or half of a surrogate pair, which cannot be stored',
    ],
    [
      { ...conversation, threads: [{ ...note, kind: 'bot' }] },
      'threads[0].kind: Invalid option: expected one of "customer"|"reply"|"note"|"line"|"auto"',
    ],
    [
      { ...conversation, threads: [{ ...note, status: 'resolved' }] },
      'threads[0].status: Invalid option: expected one of "open"|"pending"|"snoozed"|"on_hold"|"closed"|"spam"',
    ],
    [{ ...conversation, ratings: [rating, rating] }, 'ratings[1].id: "g" occurs twice'],
    [{ ...conversation, ratings: [{ ...rating, text: '' }] }, 'ratings[0]: unknown field "text"'],
    [{ ...conversation, ratings: [{ ...rating, id: undefined }] }, 'ratings[0].id: is missing'],
    [{ ...conversation, ratings: [{ ...rating, createdAt: undefined }] }, 'ratings[0].createdAt: is missing'],
    [
      { ...conversation, ratings: [{ ...rating, score: 'good' }] },
      'ratings[0].score: Invalid option: expected one of "great"|"okay"|"not_good"',
    ],
    [
      { ...conversation, ratings: [{ ...rating, value: 0 }] },
      'ratings[0].value: Too small: expected number to be >=1',
    ],
    [
      { ...conversation, ratings: [{ ...rating, value: 6 }] },
      'ratings[0].value: Too big: expected number to be <=5',
    ],
    [
      { ...conversation, ratings: [{ ...rating, value: 4.5 }] },
      'ratings[0].value: Invalid input: expected int, received number',
    ],
    [
      { ...conversation, ratings: [{ ...rating, comment: 'x'.repeat(10_001) }] },
      'ratings[0].comment: must have at most 10,000 characters',
    ],
    [{ ...conversation, tags: ['x y'] }, `tags[0]: ${idReason}`],
    [
      { ...conversation, a: 1, tags: 1, status: 1, number: 'x', id: 'a' },
      'number: Invalid input: expected number, received string; status: Invalid option: expected one of "open"|"pending"|"snoozed"|"on_hold"|"closed"|"spam"; tags: Invalid input: expected array, received number; and 1 more',
    ],
  ])('%j', (record, reason) => {
    expect(parse(record)).toEqual({ type: 'conversation', id: 'a', reason });
  });

  test.each<[object, string]>([
    [{ ...account, timeZone: '+02:00' }, 'timeZone: must be an IANA time zone name such as Europe/Paris'],
    [{ ...account, plan: 'FREE' }, 'plan: Invalid option: expected one of "STANDARD"|"PLUS"|"PRO"'],
    [
      officeHours({ day: 8, from: '08:00', to: '09:00' }) as object,
      'officeHours.days[0].day: Invalid option: expected one of 1|2|3|4|5|6|7',
    ],
    [
      officeHours({ day: 1, from: '08:00', to: '25:00' }) as object,
      'officeHours.days: day 1: "25:00" is not a time from 00:00 to 24:00',
    ],
    [
      officeHours({ day: 1, from: '08:00', to: '10:00' }, { day: 1, from: '09:00', to: '11:00' }) as object,
      'officeHours.days: day 1: 08:00 to 10:00 and 09:00 to 11:00 overlap; join them',
    ],
    [closedDays('2024-02-29', '2023-02-29'), 'officeHours.closedDays[1]: must be a date such as 2026-12-25'],
    [
      closedDays('2024-12-25T00:00:00Z', 20241225),
      'officeHours.closedDays[0]: must be a date such as 2026-12-25; officeHours.closedDays[1]: must be a date such as 2026-12-25',
    ],
    [{ type: 'tag', id: 1, name: 'x' }, 'id: must not be 1, which means untagged'],
    [
      { type: 'mailbox', id: 'm', name: 'a\0' },
      'name: has U+0000 or half of a surrogate pair, which cannot be stored',
    ],
    [
      { type: 'mailbox', id: 'm', name: 'a\ud800' },
      'name: has U+0000 or half of a surrogate pair, which cannot be stored',
    ],
    [
      { ...field, fieldType: 'text', options: [{ id: 'o', name: 'O' }] },
      'options: only a dropdown has options',
    ],
    [
      {
        ...field,
        options: [
          { id: 1, name: 'a' },
          { id: '1', name: 'b' },
        ],
      },
      'options[1].id: "1" occurs twice',
    ],
  ])('%j', (record, reason) => {
    expect(parse(record)).toMatchObject({ reason });
  });

  test('`__proto__` is an unknown field like any other', () => {
    const line = '{"type":"user","id":"u","name":"Ada","__proto__":1}';
    expect(parseRecord(Buffer.from(line))).toEqual({
      type: 'user',
      id: 'u',
      reason: 'unknown field "__proto__"',
    });
  });
});

test.each<[string, string, object]>([
  ['an array', '[]', { reason: 'Invalid input: expected object, received array' }],
  [
    'an unknown type',
    '{"type":"mailbocks","id":7}',
    {
      id: '7',
      reason:
        'type: must be one of account, mailbox, folder, user, customer, team, tag, savedReply, workflow, customField, conversation',
    },
  ],
  ['half an object', '{"type":', { reason: 'not JSON: Unexpected end of JSON input' }],
  [
    'a long integer that is no JSON',
    '{"id":0012345678901234567890}',
    { reason: expect.stringMatching(/^not JSON: /) },
  ],
])('a line that is no record: %s', (_, line, fault) => {
  expect(parseRecord(Buffer.from(line))).toEqual(fault);
});

const key = (name: string) => `the key "${name}" occurs twice in one object`;

test.each<[string, string, object]>([
  [
    'at the top',
    '{"type":"user","id":"u","name":"a","name":"b"}',
    { type: 'user', id: 'u', reason: key('name') },
  ],
  [
    'with equal values',
    '{"type":"user","id":"u","id":"u","name":"b"}',
    { type: 'user', id: 'u', reason: key('id') },
  ],
  [
    'written with escapes',
    '{"type":"user","id":"u","\\u0069d" : "v","name":"b"}',
    { type: 'user', id: 'v', reason: key('id') },
  ],
  [
    'in a nested object',
    '{"type":"user","id":"u","name":"b","x-a":[[{"b":{"c":1,"c":2}}]]}',
    { type: 'user', id: 'u', reason: key('c') },
  ],
  [
    'of an exporter',
    '{"type":"user","id":"u","name":"b","x-a":1,"x-a":1}',
    { type: 'user', id: 'u', reason: key('x-a') },
  ],
  [
    'that is empty',
    '{"type":"user","id":"u","name":"b","x-a":{"":1,"":1}}',
    { type: 'user', id: 'u', reason: key('') },
  ],
  [
    'with quotes in it',
    '{"type":"user","id":"u","name":"b","x-a":{"\\\\\\"":1,"\\\\\\"":1}}',
    { type: 'user', id: 'u', reason: 'the key "\\\\\\"" occurs twice in one object' },
  ],
  [
    'as prototype',
    '{"type":"user","id":"u","name":"b","x-a":{"__proto__":1,"__proto__":1}}',
    { type: 'user', id: 'u', reason: key('__proto__') },
  ],
])('a key twice: %s', (_, line, fault) => {
  expect(parseRecord(Buffer.from(line))).toEqual(fault);
});

test.each<[string, string]>([
  ['one key in two objects', '{"type":"user","id":"u","name":"b","x-a":{"id":1,"name":[{"id":2},{"id":3}]}}'],
  [
    'strings that look like keys',
    '{"type":"user","id":"u","name":"b","x-a":["\\"name\\":","name",":","\\\\"]}',
  ],
  ['white space before a colon', '{"type"\t:"user","id" :"u","name"\r : "b"}'],
  ['fields of the exporter', '{"x-":1,"type":"user","x-id":"v","id":"u","name":"b","x-name":{"type":"tag"}}'],
])('no key twice: %s', (_, line) => {
  expect(parseRecord(Buffer.from(line))).toEqual({ type: 'user', id: 'u', name: 'b' });
});

test('fields of the exporter are left out at every level', () => {
  const own = { 'x-a': 1, 'x-b': { c: [] } };
  const threads = [{ ...note, ...own }];
  const ratings = [{ ...rating, ...own }];
  const customFields = [{ fieldId: 'f', value: 'v', ...own }];
  expect(parse({ ...conversation, ...own, threads, ratings, customFields })).toEqual({
    ...conversation,
    createdAt: micros,
    threads: [{ ...note, createdAt: micros }],
    ratings: [{ ...rating, createdAt: micros }],
    customFields: [{ fieldId: 'f', value: 'v' }],
  });
  const officeHours = { enabled: true, days: [{ day: 1, from: '08:00', to: '09:00', ...own }], ...own };
  expect(parse({ ...account, officeHours, ...own })).toEqual({
    ...account,
    officeHours: { enabled: true, days: [{ day: 1, from: '08:00', to: '09:00' }] },
  });
  expect(parse({ ...field, options: [{ id: 'o', name: 'O', ...own }] })).toEqual({
    ...field,
    options: [{ id: 'o', name: 'O' }],
  });
  expect(parse({ ...account, X: 1, 'y-x-': 1, x: 1 })).toMatchObject({
    reason: 'unknown field "X", "y-x-", "x"',
  });
});

test('JSON that is nested deeper than calls can be', () => {
  const deep = 200_000;
  const line = `{"type":"user","id":"u","name":"b","x-a":${'['.repeat(deep)}${']'.repeat(deep)}}`;
  expect(parseRecord(Buffer.from(line))).toEqual({ type: 'user', id: 'u', name: 'b' });
});

test('a line that is not UTF-8', () => {
  expect(parseRecord(Buffer.from('{"type":"user","id":"u","name":"é"}', 'latin1'))).toEqual({
    reason: 'not UTF-8',
  });
});
