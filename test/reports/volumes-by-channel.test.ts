import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { volumesQuery } from '../harness/overall.ts';
import { recordStatements, type Statement } from '../harness/statements.ts';

let database: Database;
let ask: Ask;
let statements: Statement[];

const conversation = (createdAt: string, conversationType = 'email') => ({
  type: 'conversation',
  id: createdAt,
  number: 1,
  mailboxId: 'm',
  conversationType,
  channel: 'Channel::Email',
  status: 'open',
  createdAt,
});

beforeAll(async () => {
  database = await freshDatabase();
  const records = [
    { type: 'mailbox', id: 'm', name: 'Support' },
    conversation('2026-03-27T23:00:00Z'),
    conversation('2026-03-28T22:59:59.999999Z', 'chat'),
    conversation('2026-03-29T22:00:00Z', 'phone'),
    conversation('2026-03-30T21:59:59Z'),
    conversation('2026-03-30T22:00:00Z'),
  ];
  await createAccount(database, 'acme', { records });
  await createAccount(database, 'empty');
  ask = clientOf(database, await tokenFor(database, 'acme'));
  statements = recordStatements(database);
});

afterAll(() => database.close());

const bucket = (date: string, chat = 0, email = 0, phone = 0) => ({ date, chat, email, phone });

test('days of 24 and 23 hours: what happens on an edge belongs to the later day, on the end to none', async () => {
  const period = { start: '2026-03-28T00:00:00+01:00', end: '2026-03-31T00:00:00+02:00' };
  const { body } = await ask(volumesQuery, { period, compareTo: 'PREVIOUS_YEAR' });
  expect(body.data?.['report']).toEqual({
    viewBy: 'DAY',
    timeZone: 'Europe/Berlin',
    current: [
      bucket('2026-03-27T23:00:00Z', 1, 1),
      bucket('2026-03-28T23:00:00Z'),
      bucket('2026-03-29T22:00:00Z', 0, 1, 1),
    ],
    previous: [
      bucket('2025-03-27T23:00:00Z'),
      bucket('2025-03-28T23:00:00Z'),
      bucket('2025-03-29T23:00:00Z'),
    ],
    deltas: { chat: null, email: null, phone: null, total: null },
  });
});

test.each([
  ['an empty period', '2026-03-28T00:00:00Z', '2026-03-28T00:00:00Z', {}, 'DAY', []],
  [
    'one second',
    '2026-03-30T21:59:59Z',
    '2026-03-30T22:00:00Z',
    {},
    'DAY',
    [bucket('2026-03-30T21:59:59Z', 0, 1)],
  ],
  [
    'months from the 31st',
    '2026-01-31T00:00:00Z',
    '2026-04-30T00:00:00Z',
    { viewBy: 'MONTH', timeZone: 'UTC' },
    'MONTH',
    [bucket('2026-01-31T00:00:00Z'), bucket('2026-02-28T00:00:00Z', 1, 3, 1), bucket('2026-03-31T00:00:00Z')],
  ],
  [
    'weeks on the clock of Nepal',
    '2026-03-21T18:15:00Z',
    '2026-03-29T18:15:00Z',
    { viewBy: 'WEEK', timeZone: 'Asia/Kathmandu' },
    'WEEK',
    [bucket('2026-03-21T18:15:00Z', 0, 1), bucket('2026-03-28T18:15:00Z', 1)],
  ],
])('%s', async (_case, start, end, args, viewBy, current) => {
  const { body } = await ask(volumesQuery, { period: { start, end }, ...args });
  expect(body.data?.['report']).toMatchObject({ viewBy, current, previous: null, deltas: null });
});

const year = { start: '2026-01-01T00:00:00Z', end: '2027-01-01T00:00:00Z' };
const day = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' };
const ages = { start: '1800-01-01T00:00:00Z', end: '2000-01-01T00:00:01Z' };
test.each([
  ['days of a year', { period: year, viewBy: 'DAY' }, 'viewBy', /^viewBy DAY needs an end at most 60 days/],
  [
    'weeks of more than a year',
    { period: ages, viewBy: 'WEEK' },
    'viewBy',
    /^viewBy WEEK needs an end at most one year/,
  ],
  [
    'months of a day',
    { period: day, viewBy: 'MONTH' },
    'viewBy',
    /^viewBy MONTH needs an end at least 61 days/,
  ],
  [
    'days of a previous year',
    { period: day, previous: year, viewBy: 'DAY' },
    'previous',
    /^viewBy DAY needs an end/,
  ],
  ['more than 200 years', { period: ages }, 'period', /^A series has at most 2400 intervals/],
  [
    'more than 200 years before',
    { period: year, previous: ages },
    'previous',
    /^A series has at most 2400 intervals/,
  ],
])('%s are refused', async (_case, variables, argument, message) => {
  const { status, body } = await ask(volumesQuery, { timeZone: 'UTC', ...variables });
  expect(status).toBe(200);
  expect(body.data).toEqual({ report: null });
  expect(body.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', argument }]);
  expect(body.errors?.[0]?.message).toMatch(message);
});

test.each([
  ['a previous day', { period: year, previous: day }, 'WEEK', 53, 1],
  [
    'a leap year before',
    { period: { ...year, start: '2025-01-01T00:00:00Z' }, compareTo: 'PREVIOUS_YEAR' },
    'MONTH',
    24,
    24,
  ],
  ['200 years', { period: { ...ages, end: '2000-01-01T00:00:00Z' } }, 'MONTH', 2400, undefined],
])('%s is answered', async (_case, variables, viewBy, intervals, previousIntervals) => {
  const { body } = await ask(volumesQuery, { timeZone: 'UTC', ...variables });
  const report = body.data?.['report'] as { viewBy: string; current: object[]; previous: object[] | null };
  expect([report.viewBy, report.current.length, report.previous?.length]).toEqual([
    viewBy,
    intervals,
    previousIntervals,
  ]);
});

test('an account without conversations', async () => {
  const empty = clientOf(database, await tokenFor(database, 'empty'));
  const { body } = await empty(volumesQuery, { period: day, compareTo: 'PREVIOUS_PERIOD', timeZone: 'UTC' });
  expect(body.data?.['report']).toEqual({
    viewBy: 'DAY',
    timeZone: 'UTC',
    current: [bucket('2026-01-01T00:00:00Z')],
    previous: [bucket('2025-12-31T00:00:00Z')],
    deltas: { chat: 0, email: 0, phone: 0, total: 0 },
  });
});

test('all intervals of both periods are one statement besides the look-up of the token', async () => {
  const before = statements.length;
  const period = { start: '2026-03-01T00:00:00Z', end: '2026-03-03T00:00:00Z' };
  const filter = { types: ['EMAIL', 'CHAT'] };
  await ask(volumesQuery, { period, compareTo: 'PREVIOUS_PERIOD', filter, timeZone: 'UTC' });
  const sent = statements.slice(before + 1);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.sql).toMatchInlineSnapshot(`
    "
        select v.period, v.label as type, v.count
        from (
        select c.period, 0 as key, c.type::text as label, count(*)::int as count
        from (
        select 
          p.period::int, c.key, c.created_at, c.type, c.channel, c.status, c.mailbox_key, c.assignee_key, c.team_key, c.customer_key, c.tag_keys, c.waiting_since
        from unnest($1::timestamptz[], $2::timestamptz[]) with ordinality as p (starts, ends, period)
        cross join lateral (
          select c.* from conversations c where c.account_key = $3 and c.status <> 'spam' and not c.deleted and c.type = any($4::conversation_type[]) and c.created_at >= p.starts and c.created_at < p.ends offset 0
        ) c) c 
        where true
        group by 1, 2, 3) v"
  `);
  const date = (day: string) => `2026-${day}T00:00:00Z`;
  expect(sent[0]?.values).toEqual([
    ['03-01', '03-02', '02-27', '02-28'].map(date),
    ['03-02', '03-03', '02-28', '03-01'].map(date),
    1,
    ['chat', 'email'],
  ]);
});
