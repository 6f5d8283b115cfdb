import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

const secret = 'a shared secret of more than 32 characters';
const issuer = 'https://login.example.com/';
const audience = 'deskgraph';
const hour = 3600;
const now = Math.floor(Date.now() / 1000);
const claims = {
  iss: issuer,
  aud: audience,
  exp: now + hour,
  deskgraph_account: 'acme',
  deskgraph_permissions: ['reports:read'],
};

const { exp: _exp, ...eternal } = claims;

const desk = ['m1', 'm2'].flatMap((id, index) => [
  { type: 'mailbox', id, name: id },
  {
    type: 'conversation',
    id: `c${index}`,
    number: index + 1,
    mailboxId: id,
    conversationType: 'email',
    channel: id,
    status: 'open',
    createdAt: '2026-01-15T12:00:00Z',
  },
]);

let database: Database;
const keys = createServer();

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { records: desk });
  await createAccount(database, 'other');
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  keys.close();
  await database.close();
});

const question =
  '{ channelSummaryReport(period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }) { current { channel } } }';
const seen = (...channels: string[]) => ({
  status: 200,
  body: { data: { channelSummaryReport: { current: channels.map((channel) => ({ channel })) } } },
});
const refused = (status: number, code: string) => ({
  status,
  body: { errors: [expect.objectContaining({ extensions: { code } })] },
});

function askWith(token: string, settings: object = { JWT_SECRET: secret }): ReturnType<Ask> {
  const environment = { JWT_ISSUER: issuer, JWT_AUDIENCE: audience, ...settings };
  return clientOf(database, token, environment)(question);
}

const signed = (payload: JWTPayload, alg = 'HS256', key: string = secret): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key));

test.each([
  ['the whole account', {}, seen('m1', 'm2')],
  ['its mailbox', { deskgraph_mailboxes: ['m2'] }, seen('m2')],
  ['no mailbox where it names none', { deskgraph_mailboxes: [] }, seen()],
  ['no mailbox where it names an unknown one', { deskgraph_mailboxes: ['m9', 'm\u0000'] }, seen()],
  ['nothing of another account', { deskgraph_account: 'other' }, seen()],
  ['it for one of several audiences', { aud: ['else', audience] }, seen('m1', 'm2')],
])('a signed token sees %s', async (_case, given, answer) => {
  expect(await askWith(await signed({ ...claims, ...given }))).toEqual(answer);
});

test.each([
  ['has expired', () => signed({ ...claims, exp: now - 1 })],
  ['never expires', () => signed(eternal)],
  ['is not valid yet', () => signed({ ...claims, nbf: now + hour })],
  ['comes from another issuer', () => signed({ ...claims, iss: 'https://else.example.com/' })],
  ['is meant for another audience', () => signed({ ...claims, aud: 'else' })],
  ['is signed with another secret', () => signed(claims, 'HS256', secret.toUpperCase())],
  ['is not signed (alg: none)', async () => new UnsecuredJWT(claims).encode()],
  ['names no account', () => signed({ ...claims, deskgraph_account: undefined })],
  ['names an unknown account', () => signed({ ...claims, deskgraph_account: 'nobody' })],
  ['names an account that cannot be', () => signed({ ...claims, deskgraph_account: 'a\u0000' })],
  ['names mailboxes in a form that is unknown', () => signed({ ...claims, deskgraph_mailboxes: 'm1' })],
  ['has another payload than was signed', async () => changed(await signed(claims))],
  ['is no token at all', async () => 'a.b.c'],
])('a token that %s is refused', async (_case, tokenOf) => {
  expect(await askWith(await tokenOf())).toEqual(refused(401, 'UNAUTHENTICATED'));
});

function changed(token: string): string {
  const [header, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ ...claims, deskgraph_account: 'other' })).toString(
    'base64url',
  );
  return [header, payload, signature].join('.');
}

test('a token without the permission is refused', async () => {
  expect(await askWith(await signed({ ...claims, deskgraph_permissions: undefined }))).toEqual(
    refused(403, 'FORBIDDEN'),
  );
});

test('without a key in the settings no such token is taken', async () => {
  expect(await askWith(await signed(claims), {})).toEqual(refused(401, 'UNAUTHENTICATED'));
});

test('keys at an address: their tokens are taken, a public key used as a secret is not', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' };
  keys.on('request', (_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
  const settings = { JWT_JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/keys` };
  const header = { alg: 'ES256', kid: 'one' };
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(privateKey);
  expect(await askWith(token, settings)).toEqual(seen('m1', 'm2'));
  const forged = await signed(claims, 'HS256', JSON.stringify(jwk));
  expect(await askWith(forged, settings)).toEqual(refused(401, 'UNAUTHENTICATED'));
  const other = await new SignJWT(claims).setProtectedHeader({ ...header, kid: 'two' }).sign(privateKey);
  expect(await askWith(other, settings)).toEqual(refused(401, 'UNAUTHENTICATED'));
  keys.closeAllConnections();
  await new Promise((resolve) => keys.close(resolve));
  expect(await askWith(token, settings)).toEqual(refused(503, 'SERVICE_UNAVAILABLE'));
});
