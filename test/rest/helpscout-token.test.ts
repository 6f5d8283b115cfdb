import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { listTokens, revokeToken, tokenIdOf } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import { listen } from '../../src/server/listen.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { at, type Send, senderOf } from '../harness/rest.ts';

const path = '/v2/oauth2/token';

let database: Database;
let pair: { client_id: string; client_secret: string };
let send: Send;

/** A new token as a client of the source holds it. */
async function newPair(limits: object = {}): Promise<typeof pair> {
  const secret = await tokenFor(database, 'acme', limits);
  const newest = (await listTokens(database, 'acme')).at(-1);
  if (!newest) throw new Error('there is no token');
  return { client_id: tokenIdOf(newest), client_secret: secret };
}

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  pair = await newPair();
});

// Each with tries of its own.
beforeEach(() => {
  send = senderOf(database);
});

afterEach(() => vi.useRealTimers());
afterAll(() => database.close());

const json = (value: unknown) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});
const form = (value: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(value).toString(),
});
const credentials = { grant_type: 'client_credentials' };

test.each<[string, (asked: Record<string, string>) => [string, RequestInit]]>([
  ['JSON', (asked) => [path, json(asked)]],
  ['a form', (asked) => [path, form(asked)]],
  ['a query', (asked) => [at(path, asked), { method: 'POST' }]],
  ['a body that corrects the query', (asked) => [at(path, { client_id: 'x' }), json(asked)]],
])('the token is given for what is sent as %s', async (_case, requestOf) => {
  for (const asked of [
    { ...credentials, ...pair },
    { grant_type: 'refresh_token', ...pair, refresh_token: pair.client_secret },
  ]) {
    const { status, text, headers } = await send(...requestOf(asked));
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/json',
      'no-store',
    ]);
    const token = pair.client_secret;
    expect(text).toBe(
      `{"token_type":"bearer","access_token":"${token}","expires_in":172800,"refresh_token":"${token}"}`,
    );
  }
});

test.each([
  [600_000, 590, 600],
  [30 * 86_400_000, 172_800, 172_800],
])('a token that expires in %i ms says so', async (milliseconds, least, most) => {
  const short = await newPair({ expiresAt: new Date(Date.now() + milliseconds) });
  const { text } = await send(path, json({ ...credentials, ...short }));
  const { expires_in: seconds } = JSON.parse(text) as { expires_in: number };
  expect([seconds >= least, seconds <= most, Number.isInteger(seconds)]).toEqual([true, true, true]);
});

test.each<[string, (right: typeof pair) => RequestInit, number, string]>([
  [
    'a wrong secret',
    (right) => json({ ...credentials, ...right, client_secret: 'x' }),
    401,
    'invalid_client',
  ],
  [
    "another token's name",
    (right) => json({ ...credentials, ...right, client_id: '1-99' }),
    401,
    'invalid_client',
  ],
  [
    'a refresh token that is not the secret',
    (right) => json({ grant_type: 'refresh_token', ...right, refresh_token: 'x' }),
    401,
    'invalid_client',
  ],
  ['no secret', ({ client_id }) => json({ ...credentials, client_id }), 400, 'invalid_request'],
  ['an empty name', (right) => json({ ...credentials, ...right, client_id: '' }), 400, 'invalid_request'],
  ['no refresh token', (right) => json({ grant_type: 'refresh_token', ...right }), 400, 'invalid_request'],
  ['no grant type', (right) => json(right), 400, 'invalid_request'],
  ['nothing', () => ({ method: 'POST' }), 400, 'invalid_request'],
  [
    'an authorization code',
    (right) => json({ grant_type: 'authorization_code', ...right, code: 'x' }),
    400,
    'unsupported_grant_type',
  ],
  [
    'a grant type by the name of a method',
    () => json({ grant_type: 'toString' }),
    400,
    'unsupported_grant_type',
  ],
  [
    'half a body',
    (right) => json(JSON.stringify({ ...credentials, ...right }).slice(1)),
    400,
    'invalid_request',
  ],
  ['a list', (right) => json([{ ...credentials, ...right }]), 400, 'invalid_request'],
  ['null', () => json('null'), 400, 'invalid_request'],
  ['a number as a name', (right) => json({ ...credentials, ...right, client_id: 1 }), 400, 'invalid_request'],
  [
    'a value that is no text',
    (right) => json({ ...credentials, ...right, scope: [] }),
    400,
    'invalid_request',
  ],
  [
    'a body of another type',
    (right) => ({ ...json({ ...credentials, ...right }), headers: { 'content-type': 'text/plain' } }),
    400,
    'invalid_request',
  ],
  [
    'more than 10,000 bytes',
    (right) => json({ ...credentials, ...right, x: 'x'.repeat(10_000) }),
    413,
    'invalid_request',
  ],
])('%s is refused', async (_case, initOf, status, error) => {
  const answer = await send(path, initOf(pair));
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/json']);
  expect(JSON.parse(answer.text)).toEqual({ error, error_description: expect.any(String) });
  expect(answer.text).not.toContain(pair.client_secret);
});

test('exactly 10,000 bytes are read', async () => {
  const body = JSON.stringify({ ...credentials, ...pair, x: '' });
  const padded = body.replace('"x":""', `"x":"${'x'.repeat(10_000 - body.length)}"`);
  expect((await send(path, json(padded))).status).toBe(200);
});

test('a body that does not tell its length is counted as it comes in', async () => {
  const init = { ...json(''), body: new Blob(['x'.repeat(10_001)]).stream(), duplex: 'half' };
  expect((await send(path, init as RequestInit)).status).toBe(413);
});

test('a revoked token is given to nobody', async () => {
  const revoked = await newPair();
  await revokeToken(database, revoked.client_id, new Date());
  expect((await send(path, json({ ...credentials, ...revoked }))).status).toBe(401);
});

test('after twenty tries that failed an address has to wait, whatever it sends', async () => {
  // No minute ends on the way.
  vi.useFakeTimers({ toFake: ['Date'] });
  const listening = await listen(appOf(database, { TRUSTED_PROXIES: '1' }), '127.0.0.1', 0);
  const ask = (value: object, from: string) =>
    fetch(`${listening.address}${path}`, {
      ...json(value),
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    });
  const wrong = { ...credentials, ...pair, client_secret: 'x' };
  const together = await Promise.all(Array.from({ length: 25 }, () => ask(wrong, '192.0.2.1')));
  expect(together.map(({ status }) => status).sort()).toEqual([
    ...Array<number>(20).fill(401),
    ...Array<number>(5).fill(429),
  ]);
  const refused = await ask({ ...credentials, ...pair }, '192.0.2.1');
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect(await refused.json()).toEqual({ error: 'slow_down', error_description: expect.any(String) });
  expect((await ask({ ...credentials, ...pair }, '192.0.2.2')).status).toBe(200);
  await listening.stop(0);
});

test('other methods are not allowed', async () => {
  for (const method of ['GET', 'HEAD', 'PUT']) {
    const { status, text, headers } = await send(path, { method });
    expect([status, text, headers.get('allow')]).toEqual([405, '', 'POST']);
  }
});
