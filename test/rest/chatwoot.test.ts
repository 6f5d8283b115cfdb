import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { saveConnection } from '../../src/connect/connections.ts';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { at, type Send, senderOf } from '../harness/rest.ts';

const path = (account = 'acme') => `/api/v2/accounts/${account}/summary_reports/channel`;

const conversation = (id: number, channel: string, status: string, createdAt = '2026-01-15T12:00:00Z') => ({
  type: 'conversation',
  id: String(id),
  number: id,
  mailboxId: id % 2 ? 'm1' : 'm2',
  conversationType: 'email',
  channel,
  status,
  createdAt,
});

const records = [
  { type: 'mailbox', id: 'm1', name: 'One' },
  { type: 'mailbox', id: 'm2', name: 'Two' },
  conversation(1, 'Channel::Email', 'open'),
  conversation(2, 'Channel::Email', 'closed'),
  conversation(3, 'Channel::Email', 'closed'),
  conversation(4, '2', 'pending'),
  conversation(5, '10', 'snoozed'),
  conversation(6, '__proto__', 'on_hold'),
  conversation(7, 'Channel::"Odd"', 'open'),
  conversation(8, 'Channel::Email', 'open', '2027-01-01T00:00:00Z'),
];

const january = { since: '1767225600', until: '1769904000' };

let database: Database;
let token: string;
let send: Send;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { records });
  await createAccount(database, 'other');
  await createAccount(database, 'basic', { plan: 'STANDARD' });
  token = await tokenFor(database, 'acme');
  send = senderOf(database, { api_access_token: token });
});

afterEach(() => vi.useRealTimers());
afterAll(() => database.close());

const tally = (open: number, resolved: number, pending: number, snoozed: number) =>
  `{"open":${open},"resolved":${resolved},"pending":${pending},"snoozed":${snoozed},"total":${open + resolved + pending + snoozed}}`;

test('channels stand by code point, whatever their names, each with all four statuses', async () => {
  const { status, headers, text } = await send(at(path(), january));
  expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
    200,
    'application/json',
    'no-store',
  ]);
  expect(text).toBe(
    `{"10":${tally(0, 0, 0, 1)},"2":${tally(0, 0, 1, 0)},"Channel::\\"Odd\\"":${tally(1, 0, 0, 0)},` +
      `"Channel::Email":${tally(1, 2, 0, 0)},"__proto__":${tally(0, 0, 0, 1)}}`,
  );
});

test('the numbers are those of channelSummaryReport', async () => {
  const { body } = await clientOf(
    database,
    token,
  )(
    `{ channelSummaryReport(period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }) {
      current { channel open resolved pending snoozed total }
    } }`,
  );
  const report = body.data?.['channelSummaryReport'] as { current: { channel: string }[] };
  const { text } = await send(at(path(), january));
  const answer = new Map(Object.entries(JSON.parse(text) as object));
  for (const { channel, ...counts } of report.current) expect(answer.get(channel)).toEqual(counts);
  expect(answer.size).toBe(report.current.length);
});

const tooLong = [422, '{"error":"Date range cannot exceed 6 months"}'];
const noNumber = [422, '{"error":"since and until must be Unix timestamps in seconds"}'];
const nothing = [200, '{}'];

test.each<[string, string, unknown[]]>([
  ['nothing at all', '', nothing],
  ['since alone', '?since=1767225600', nothing],
  ['until alone', '?until=1767225600', nothing],
  ['a blank end', '?since=%20%09&until=1769904000', nothing],
  ['no time between', '?since=1767225600&until=1767225600', nothing],
  ['an end before the start', '?since=1769904000&until=1767225600', nothing],
  ['six average months', '?since=1700000000&until=1715778476', nothing],
  ['a second more', '?since=1700000000&until=1715778477', tooLong],
  ['a day as a start', '?since=2024-01-01&until=1704067200', tooLong],
  ['a day as both', '?since=2024-01-01&until=2024-02-01', noNumber],
  ['a word', '?since=abc&until=100', noNumber],
  ['a fraction', '?since=1700000000.5&until=1700000001', noNumber],
  ['milliseconds', '?since=1767225600000&until=1769904000000', tooLong],
  ['milliseconds an hour apart', '?since=1767225600000&until=1767229200000', noNumber],
  ['a sign', '?since=%2B1700000000&until=%2B1700000001', nothing],
  ['signs below zero', '?since=-62135596900&until=-62135596850', nothing],
  ['the year 33658', '?since=999999999990&until=999999999999', nothing],
  ['a number of many digits', `?since=1&until=${'9'.repeat(5000)}`, tooLong],
  ['the last of several', '?since=1&since=1767225600&until=1767225600', nothing],
  [
    'what the source ignores',
    '?since=1767225600&until=1767225600&business_hours=true&timezone_offset=5',
    nothing,
  ],
])('%s', async (_case, search, expected) => {
  const { status, text } = await send(path() + search);
  expect([status, text]).toEqual(expected);
});

const unknown = '{"error":"Resource could not be found"}';

test.each<[string, string, number, string]>([
  [
    'an account of somebody else',
    path('other'),
    401,
    '{"error":"You are not authorized to access this account"}',
  ],
  ['an account of nobody', path('999'), 404, unknown],
  ['what cannot be an account', path('%00'), 404, unknown],
  ['broken escapes', path('%zz'), 404, unknown],
  ['a segment too many', path('acme/acme'), 404, unknown],
  ['no account', path(''), 404, unknown],
  ['another path', '/api/v2/accounts/acme/summary_reports/agent', 404, unknown],
  ['a slash at the end', `${path()}/`, 404, unknown],
])('%s', async (_case, asked, status, body) => {
  const { text, ...answer } = await send(asked);
  expect([answer.status, text]).toEqual([status, body]);
});

const none = '{"errors":["You need to sign in or sign up before continuing."]}';
const invalid = '{"error":"Invalid Access Token"}';

test.each<[string, (token: string) => Record<string, string>, number, string]>([
  ['nothing', () => ({}), 401, none],
  ['an empty header', () => ({ api_access_token: '' }), 401, none],
  ['another scheme', (right) => ({ authorization: `Basic ${right}` }), 401, none],
  ['a wrong token', () => ({ api_access_token: 'x' }), 401, invalid],
  [
    'a wrong token before a right one',
    (right) => ({ api_access_token: 'x', authorization: `Bearer ${right}` }),
    401,
    invalid,
  ],
  [
    'an empty header before a right one',
    (right) => ({ api_access_token: '', 'api-access-token': right }),
    200,
    '{}',
  ],
  [
    'a right token before a wrong one',
    (right) => ({ api_access_token: right, authorization: 'Bearer x' }),
    200,
    '{}',
  ],
  ['the header that passes proxies', (right) => ({ 'api-access-token': right }), 200, '{}'],
  ['a bearer', (right) => ({ authorization: `bEaReR ${right}` }), 200, '{}'],
])('with %s', async (_case, headersOf, status, body) => {
  const answer = await senderOf(database, headersOf(token))(path());
  expect([answer.status, answer.text]).toEqual([status, body]);
});

test.each<[string, string, object, number, string]>([
  [
    'the permission',
    'acme',
    { permissions: [] },
    401,
    '{"error":"You are not authorized to do this action"}',
  ],
  ['the plan', 'basic', {}, 403, '{"error":"API access is not enabled for this account"}'],
  ['both', 'basic', { permissions: [] }, 403, '{"error":"API access is not enabled for this account"}'],
])(
  'without %s nothing is told, not even what is wrong with a date',
  async (_case, account, limits, status, body) => {
    const asLimited = senderOf(database, { api_access_token: await tokenFor(database, account, limits) });
    const answer = await asLimited(`${path(account)}?since=abc&until=1`);
    expect([answer.status, answer.text]).toEqual([status, body]);
  },
);

test('a token of one mailbox counts what is in it', async () => {
  const limited = senderOf(database, {
    api_access_token: await tokenFor(database, 'acme', { mailboxIds: ['m2'] }),
  });
  const { text } = await limited(at(path(), january));
  expect(text).toBe(
    `{"2":${tally(0, 0, 1, 0)},"Channel::Email":${tally(0, 1, 0, 0)},"__proto__":${tally(0, 0, 0, 1)}}`,
  );
});

test('HEAD is GET without a body, and nothing else is allowed', async () => {
  const head = await send(path(), { method: 'HEAD' });
  expect([head.status, head.text, head.headers.get('content-type')]).toEqual([200, '', 'application/json']);
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const { status, text, headers } = await senderOf(database)(path(), { method });
    expect([status, text, headers.get('allow')]).toEqual([405, '', 'GET, HEAD']);
  }
});

test('beyond its share a token is told to wait, beside GraphQL', async () => {
  // No minute ends on the way.
  vi.useFakeTimers({ toFake: ['Date'] });
  const limited = senderOf(database, { api_access_token: token }, { RATE_LIMIT_TOKEN: '1' });
  expect((await limited(path())).status).toBe(200);
  const { status, text, headers } = await limited(path('other'));
  const seconds = headers.get('retry-after');
  expect([status, text]).toEqual([429, `{"error":"Too many requests; try again in ${seconds} s."}`]);
  const graphql = await limited('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"query":"{ account { id } }"}',
  });
  expect(graphql.status).toBe(429);
});

test('switched off it is not there', async () => {
  const off = senderOf(database, { api_access_token: token }, { REST_FACE: 'off' });
  expect((await off(path())).status).toBe(404);
});

test('an account that is copied from Chatwoot is known by its number there, and by nobody else', async () => {
  const settings = {
    url: 'https://chat.example.com',
    publicUrl: 'https://chat.example.com',
    account: 7,
    types: {},
    rate: 240,
  };
  const account = await database.prisma.account.findUniqueOrThrow({ where: { id: 'acme' } });
  await saveConnection(database, { accountKey: account.key, source: 'chatwoot', settings }, {});
  const asked = at(path(), january);
  const byNumber = at(path('7'), january);
  expect((await send(byNumber)).text).toBe((await send(asked)).text);
  const others = senderOf(database, { api_access_token: await tokenFor(database, 'other') });
  expect((await others(byNumber)).status).toBe(404);
});
