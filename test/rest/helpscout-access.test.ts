import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { AwayError } from '../../src/away-error.ts';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { at, type Send, senderOf } from '../harness/rest.ts';
import { deskRecords, march } from './helpscout-desk.ts';

const reports = [
  '/v2/reports/conversations',
  '/v2/reports/conversations/volume-by-channel',
  '/v2/reports/user/conversation-history',
];
const paths = [...reports, '/v2/mailboxes', '/v2/users', '/v2/tags'];

let database: Database;
let token: string;
let send: Send;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { timeZone: 'UTC', records: deskRecords });
  await createAccount(database, 'basic', { plan: 'STANDARD' });
  token = await tokenFor(database, 'acme');
  send = senderOf(database, { authorization: `Bearer ${token}`, 'x-request-id': 'r1' });
});

afterEach(() => vi.useRealTimers());
afterAll(() => database.close());

const errorType = 'application/vnd.error+json';
const unauthorized =
  '{"logRef":"r1","message":"Unauthorized","_embedded":{"errors":[]},"_links":{"about":{"href":"/errors"}}}';

test.each(paths)('%s answers nobody without a token', async (path) => {
  for (const authorization of ['', 'Bearer', 'Bearer x', `Basic ${token}`, `${token}`]) {
    const { status, text, headers } = await send(at(path, { access_token: token }), {
      headers: { authorization },
    });
    expect([status, headers.get('content-type'), text]).toEqual([401, errorType, unauthorized]);
    expect(headers.get('x-ratelimit-limit-minute')).toBeNull();
  }
  expect((await send(path, { headers: { authorization: `bearer  ${token}` } })).status).not.toBe(401);
});

test.each([
  ['the permission', 'acme', { permissions: [] }],
  ['the plan', 'basic', {}],
])('without %s no report is told, nor what is wrong with the question', async (_case, account, limits) => {
  const authorization = `Bearer ${await tokenFor(database, account, limits)}`;
  for (const path of reports) {
    const { status, text, headers } = await send(path, { headers: { authorization } });
    expect([status, headers.get('content-type'), text]).toEqual([
      403,
      errorType,
      '{"logRef":"r1","message":"Access denied"}',
    ]);
  }
});

test.each([
  '/v2/',
  '/v2/reports',
  '/v2/mailboxes/',
  '/v2/mailboxes/85',
  '/v2//mailboxes',
  '/v2/%6Dailboxes',
  '/v2/x',
])('nothing stands at %s, whoever asks and how', async (path) => {
  for (const method of ['GET', 'POST']) {
    const { status, text, headers } = await senderOf(database, { 'x-request-id': 'r1' })(path, { method });
    expect([status, headers.get('content-type'), headers.get('cache-control'), text]).toEqual([
      404,
      errorType,
      'no-store',
      '{"logRef":"r1","message":"Not Found"}',
    ]);
  }
});

test.each(paths)('%s is asked by GET and HEAD alone', async (path) => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const { status, text, headers } = await senderOf(database)(path, { method });
    expect([status, text, headers.get('allow')]).toEqual([405, '', 'GET, HEAD']);
  }
  const head = await send(at(path, { ...march, user: '4' }), { method: 'HEAD' });
  expect([head.status, head.text, head.headers.get('content-type')]).toEqual([200, '', 'application/json']);
});

test('every answer to a known caller tells of the share, and beyond it of the wait', async () => {
  // No minute ends on the way.
  vi.useFakeTimers({ toFake: ['Date'] });
  const limited = senderOf(database, { authorization: `Bearer ${token}` }, { RATE_LIMIT_TOKEN: '3' });
  const told = async (path: string) => {
    const { status, headers } = await limited(path);
    return [status, ...['limit', 'remaining'].map((name) => headers.get(`x-ratelimit-${name}-minute`))];
  };
  expect([
    await told('/v2/mailboxes'),
    await told('/v2/reports/conversations'),
    await told(at('/v2/reports/user/conversation-history', { ...march, user: '404' })),
    await told('/v2/reports/conversations'),
  ]).toEqual([
    [200, '3', '2'],
    [400, '3', '1'],
    [404, '3', '0'],
    [429, '3', '0'],
  ]);
  const { text, headers } = await limited('/v2/users');
  const seconds = String(Math.ceil((60_000 - (Date.now() % 60_000)) / 1000));
  expect([text, headers.get('content-type')]).toEqual([
    '{"message":"API rate limit exceeded"}',
    'application/json',
  ]);
  expect(['retry-after', 'x-ratelimit-retry-after'].map((name) => headers.get(name))).toEqual([
    seconds,
    seconds,
  ]);
});

test('beside enough under way the service is not available, in the words of each source', async () => {
  const app = appOf(database, { MAX_REQUESTS: '1' });
  const ask = async (path: string) => {
    const [first, second] = await Promise.all(
      ['/v2/mailboxes', path].map((each) =>
        app.fetch(`http://deskgraph.test${each}`, { headers: { authorization: `Bearer ${token}` } }),
      ),
    );
    expect(first?.status).toBe(200);
    return [second?.status, second?.headers.get('retry-after'), await second?.text()];
  };
  expect(await ask('/v2/users')).toEqual([503, '1', '{"message":"Service Unavailable"}']);
  expect(await ask('/api/v2/accounts/acme/summary_reports/channel')).toEqual([
    503,
    '1',
    '{"error":"Service Unavailable"}',
  ]);
  expect(await ask('/api/v1/livechat/analytics/dashboards/conversations-by-status')).toEqual([
    503,
    '1',
    '{"success":false,"error":"Service Unavailable"}',
  ]);
});

const failures: [string, Error, [number, string, string]][] = [
  [
    'a defect',
    new Error('select secret from somewhere'),
    [500, errorType, '{"logRef":"r1","message":"Internal Server Error"}'],
  ],
  [
    'an outage',
    new AwayError('10.0.0.1 is away'),
    [503, 'application/json', '{"message":"Service Unavailable"}'],
  ],
];

test.each(failures)('%s is told in one sentence', async (_case, error, expected) => {
  const broken = { ...database, read: () => Promise.reject(error) };
  const ask = senderOf(broken, { authorization: `Bearer ${token}`, 'x-request-id': 'r1' });
  for (const path of paths) {
    const { status, text, headers } = await ask(path);
    expect([status, headers.get('content-type'), text]).toEqual(expected);
  }
});

test('switched off there is none of it, and GraphQL as before', async () => {
  const off = senderOf(database, { authorization: `Bearer ${token}` }, { REST_FACE: 'off' });
  for (const path of [...paths, '/v2/oauth2/token', '/v2/x', '/api/v1/x', '/api/v2/x'])
    expect([path, (await off(path)).status]).toEqual([path, 404]);
  const graphql = await off('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ account { id } }"}',
  });
  expect(JSON.parse(graphql.text)).toMatchObject({ data: { account: { id: 'acme' } } });
});
