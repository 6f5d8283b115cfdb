import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { listTokens, tokenIdOf } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { type Send, senderOf } from '../harness/rest.ts';

const path = '/api/v1/livechat/analytics/dashboards/conversations-by-status';

const conversation = (id: number, status: string, createdAt: string, assigneeId?: string) => ({
  type: 'conversation',
  id: String(id),
  number: id,
  mailboxId: id % 2 ? 'm1' : 'm2',
  conversationType: 'chat',
  channel: 'Channel::WebWidget',
  status,
  createdAt,
  ...(assigneeId && { assigneeId }),
});

const records = [
  { type: 'mailbox', id: 'm1', name: 'One' },
  { type: 'mailbox', id: 'm2', name: 'Two' },
  { type: 'user', id: 'u', name: 'U' },
  conversation(1, 'open', '2024-03-05T12:00:00Z', 'u'),
  conversation(2, 'open', '2024-03-05T12:00:00Z', 'u'),
  conversation(3, 'closed', '2024-03-06T12:00:00Z'),
  conversation(4, 'closed', '2024-03-31T21:59:59Z'),
  conversation(5, 'open', '2024-04-05T12:00:00Z'),
  conversation(6, 'pending', '2024-04-05T12:00:00Z'),
  conversation(7, 'snoozed', '2024-04-05T12:00:00Z'),
  conversation(8, 'on_hold', '2024-04-05T12:00:00Z'),
];

let database: Database;
let token: string;
let send: Send;

/** The headers that hold a token's secret and its public name. */
async function headersOf(account: string, secret: string): Promise<Record<string, string>> {
  const newest = (await listTokens(database, account)).at(-1);
  if (!newest) throw new Error('there is no token');
  return { 'x-auth-token': secret, 'x-user-id': tokenIdOf(newest) };
}

async function senderFor(account: string, limits: object = {}, environment: NodeJS.ProcessEnv = {}) {
  return senderOf(database, await headersOf(account, await tokenFor(database, account, limits)), environment);
}

// The account's zone is two hours ahead of UTC at the end of March.
beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { records });
  await createAccount(database, 'basic', { plan: 'STANDARD' });
  token = await tokenFor(database, 'acme');
  send = senderOf(database, await headersOf('acme', token));
});

afterEach(() => vi.useRealTimers());
afterAll(() => database.close());

const counts = (...values: [string, number][]) =>
  JSON.stringify({
    total: values.reduce((sum, [, value]) => sum + value, 0),
    data: values.map(([label, value]) => ({ label, value })),
    success: true,
  });

const march = counts(['Open', 2], ['Closed', 2], ['Queued', 0], ['On_Hold', 0]);
const april = counts(['On_Hold', 3], ['Queued', 1], ['Open', 0], ['Closed', 0]);
const nothing = '{"total":0,"data":[],"success":true}';

test.each([
  ['days of the account', '?start=2024-03-01&end=2024-04-01', march],
  ['months', '?start=2024-03&end=2024-04', march],
  ['instants', '?start=2024-03-01T00:00:00.000Z&end=2024-03-31T22:00:00.000Z', march],
  ['RFC 2822', '?start=Fri, 1 Mar 2024 00:00:00 GMT&end=1 Apr 2024 00:00 %2B0200', march],
  ['the larger first', '?start=2024-04-01&end=2024-05-01', april],
  ['a sort, which changes nothing', '?end=2024-05-01&sort=%7B%22x%22:1%7D&start=2024-04-01', april],
  ['equal ends', '?start=2024-03-05T12:00:00Z&end=2024-03-05T12:00:00Z', nothing],
  ['nothing inside', '?start=2023-01-01&end=2023-02-01', nothing],
  ['a year and three days', '?start=2024-01-01&end=2025-01-04', undefined],
  ['the first year there is', '?start=0001&end=0001', nothing],
  ['the last day there is', '?start=9999-12-31&end=9999-12-31T24:00', nothing],
])('%s', async (_case, search, body) => {
  const { status, text, headers } = await send(path + search);
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
  if (body) expect(text).toBe(body);
  else expect(JSON.parse(text)).toMatchObject({ total: 8, success: true });
});

test('the numbers are those of conversationsByStatusReport', async () => {
  const { body } = await clientOf(
    database,
    token,
  )(
    `{ conversationsByStatusReport(period: { start: "2024-01-01T00:00:00Z", end: "2025-01-01T00:00:00Z" }) {
      current { total data { label value } }
    } }`,
  );
  const report = body.data?.['conversationsByStatusReport'] as { current: object };
  const { text } = await send(`${path}?start=2024-01-01T00:00:00Z&end=2025-01-01T00:00:00Z`);
  expect(JSON.parse(text)).toEqual({ ...report.current, success: true });
});

const parameters = (complaint: string) =>
  `{"success":false,"error":"${complaint} [invalid-params]","errorType":"invalid-params"}`;
const noStart = parameters("must have required property 'start'");
const noEnd = parameters("must have required property 'end'");
const additional = parameters('must NOT have additional properties');
const noString = parameters('must be string');

const complaints: [string, string, string][] = [
  ['nothing', '', noStart],
  ['end alone', '?end=x', noStart],
  ['start alone', '?start=x', noEnd],
  ['another beside nothing', '?departmentId=1', noStart],
  ['another', '?start=x&end=x&departmentId=1', additional],
  ['another beside a repetition', '?start=x&start=x&end=x&departmentId=1', additional],
  ['__proto__', '?start=x&end=x&__proto__=1', additional],
  ['a nameless one', '?start=x&end=x&=1', additional],
  ['start twice', '?start=x&start=y&end=x', noString],
  ['end twice', '?start=x&end=y&end=x', noString],
  ['sort twice', '?start=x&end=y&sort=1&sort=2', noString],
  ['start[]', '?start[]=x&end=y', noString],
  ['start[a]', '?start%5Ba%5D=x&end=y', noString],
];

test.each(complaints)('the schema complains of %s', async (_case, search, body) => {
  const { status, text } = await send(path + search);
  expect([status, text]).toEqual([400, body]);
});

const schemaFile =
  '../shared/sources/rocketchat/request-schemas/analytics-dashboards-conversations-by-status.json';

// The source's own schema, read by the library that it uses, of the queries that have one reading as an object.
test.skipIf(!existsSync(schemaFile)).each(complaints.filter(([name]) => name !== '__proto__'))(
  'and so does the source of %s',
  (_case, search, body) => {
    const query: Record<string, string | string[]> = {};
    for (const [name, value] of new URLSearchParams(search)) {
      const [property = ''] = name.split('[');
      const before = query[property];
      query[property] = before === undefined && property === name ? value : [...(before ?? []), value];
    }
    const validate = new Ajv().compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
    expect(validate(query)).toBe(false);
    expect(parameters(validate.errors?.[0]?.message ?? '')).toBe(body);
  },
);

const invalidStart = 'The "start" query parameter must be a valid date.';
const invalidEnd = 'The "end" query parameter must be a valid date.';
const apart = 'The "start" and "end" query parameters must be less than 1 year apart.';
const before = 'The "start" query parameter must be before the "end" query parameter.';

test.each([
  ['?start=test&end=test', invalidStart],
  ['?start=&end=', invalidStart],
  ['?start=1704067200000&end=2024-01-01', invalidStart],
  ['?start=2024-01-01T00:00:00+02:00&end=2024-01-01', invalidStart],
  ['?start=2024-01-01&end=2024-13-01', invalidEnd],
  ['?start=2024-01-01&end=2025-01-05', apart],
  ['?start=2024-02-29&end=2025-03-04', apart],
  ['?start=2024-01-02&end=2024-01-01', before],
  ['?start=9999-01-01&end=2024-01-01', before],
])('%s is told: %s', async (search, error) => {
  const { status, text } = await send(path + search);
  expect([status, text]).toEqual([400, JSON.stringify({ success: false, error })]);
});

const loggedOut =
  '{"success":false,"error":"You must be logged in to do this.","status":"error","message":"You must be logged in to do this."}';

test.each<[string, (right: Record<string, string>) => Record<string, string>]>([
  ['nothing', () => ({})],
  ['a token alone', (right) => ({ 'x-auth-token': right['x-auth-token'] ?? '' })],
  ['a name alone', (right) => ({ 'x-user-id': right['x-user-id'] ?? '' })],
  ["another token's name", (right) => ({ ...right, 'x-user-id': '1-999' })],
  ['an empty name', (right) => ({ ...right, 'x-user-id': '' })],
  ['a wrong token', (right) => ({ ...right, 'x-auth-token': 'x' })],
  ["another face's header", (right) => ({ authorization: `Bearer ${right['x-auth-token']}` })],
])('with %s', async (_case, given) => {
  const headers = given(await headersOf('acme', token));
  const answer = await senderOf(database, headers)(path);
  expect([answer.status, answer.text]).toEqual([401, loggedOut]);
});

const unauthorized =
  '{"success":false,"error":"User does not have the permissions required for this action [error-unauthorized]"}';
const enterprise =
  '{"success":false,"error":"This is an enterprise feature [error-action-not-allowed]","errorType":"error-action-not-allowed"}';

test.each([
  ['the permission', 'acme', { permissions: [] }, '?start=test&end=test', 403, unauthorized],
  ['the permission, but for the schema', 'acme', { permissions: [] }, '?start=test', 400, noEnd],
  ['the plan', 'basic', {}, '?start=test&end=test', 400, enterprise],
  ['both', 'basic', { permissions: [] }, '?start=test&end=test', 403, unauthorized],
])('without %s', async (_case, account, limits, search, status, body) => {
  const answer = await (await senderFor(account, limits))(path + search);
  expect([answer.status, answer.text]).toEqual([status, body]);
});

test('a token of one mailbox counts what is in it', async () => {
  const limited = await senderFor('acme', { mailboxIds: ['m1'] });
  expect((await limited(`${path}?start=2024-03-01&end=2024-04-01`)).text).toBe(
    counts(['Open', 1], ['Closed', 1], ['Queued', 0], ['On_Hold', 0]),
  );
});

test('every answer to a known caller tells of the share, and beyond it of the wait', async () => {
  // No minute ends on the way.
  vi.useFakeTimers({ toFake: ['Date'] });
  const limited = await senderFor('acme', {}, { RATE_LIMIT_TOKEN: '2' });
  const told = async () => {
    const { status, headers } = await limited(path);
    const [limit, remaining] = ['limit', 'remaining'].map((name) => headers.get(`x-ratelimit-${name}`));
    const wait = Number(headers.get('x-ratelimit-reset')) - Date.now();
    expect([wait > -60_000, wait <= 60_000]).toEqual([true, true]);
    return [status, limit, remaining];
  };
  expect([await told(), await told(), await told()]).toEqual([
    [400, '2', '1'],
    [400, '2', '0'],
    [429, '2', '0'],
  ]);
  const { text, headers } = await limited(path);
  const error = `Error, too many requests. Please slow down. You must wait ${headers.get('retry-after')} seconds before trying this endpoint again. [error-too-many-requests]`;
  expect(text).toBe(JSON.stringify({ success: false, error }));
  expect((await senderOf(database)(path)).headers.get('x-ratelimit-limit')).toBeNull();
});

test('other paths and methods', async () => {
  const unknown = await send('/api/v1/livechat/analytics/dashboards/conversations-by-tags');
  expect([unknown.status, unknown.text]).toEqual([404, '{"success":false,"error":"Invalid API path"}']);
  const posted = await senderOf(database)(path, { method: 'POST' });
  expect([posted.status, posted.text, posted.headers.get('allow')]).toEqual([405, '', 'GET, HEAD']);
});
