import { afterAll, beforeAll, expect, test } from 'vitest';
import { listTokens, revokeToken, tokenIdOf } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { type Send, senderOf } from '../harness/rest.ts';
import { deskIn, everybodys, theirs } from '../harness/walled-desk.ts';

const january = 'start=2026-01-01T00:00:00Z&end=2026-02-01T00:00:00Z';
const december = 'previousStart=2025-12-01T00:00:00Z&previousEnd=2026-01-01T00:00:00Z';
const filters = [
  '',
  'mailboxes=m2',
  'mailboxes=m3',
  'mailboxes=m1,m2,m3',
  'folders=folder-m2,folder-m3',
  'tags=tag-m3,tag',
];

const helpScoutPaths = [
  ...filters.map((filter) => `/v2/reports/conversations?${january}&${december}&${filter}`),
  ...filters.map((filter) => `/v2/reports/conversations/volume-by-channel?${january}&${filter}`),
  ...filters.map((filter) => `/v2/reports/user/conversation-history?user=user&${january}&${filter}`),
  `/v2/reports/user/conversation-history?user=user-m3&${january}`,
  '/v2/mailboxes',
  '/v2/users',
  '/v2/tags',
];
const dimensions = [
  'MAILBOX',
  'FOLDER',
  'USER',
  'TEAM',
  'TAG',
  'CUSTOMER',
  'CHANNEL',
  'TYPE',
  'STATUS',
  'PRIORITY',
];
const downloads = [
  '/export/conversations.csv',
  ...filters.map((filter) => `/export/conversations.csv?${january}&${filter}`),
  ...filters.map((filter) => `/export/breakdown.csv?by=CUSTOMER&${january}&${december}&${filter}`),
  ...dimensions.map((by) => `/export/breakdown.csv?by=${by}&${january}`),
];
const pathsOf = (account: string) => [
  ...helpScoutPaths,
  ...downloads,
  `/api/v2/accounts/${account}/summary_reports/channel?since=1767225600&until=1769904000`,
  `/api/v1/livechat/analytics/dashboards/conversations-by-status?${january}`,
];

let database: Database;

/** A client of every source at once that holds one token. */
async function senderFor(account: string, limits: object = {}): Promise<Send> {
  const secret = await tokenFor(database, account, limits);
  const newest = (await listTokens(database, account)).at(-1);
  const tokenId = newest ? tokenIdOf(newest) : '';
  return senderOf(database, {
    authorization: `Bearer ${secret}`,
    'x-auth-token': secret,
    'x-user-id': tokenId,
    'x-request-id': 'r1',
  });
}

// The limited token sees one of two mailboxes; `alone` is an account that has only what that token may see.
beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'ours', { records: [...everybodys, ...deskIn('m1'), ...deskIn('m2')] });
  await createAccount(database, 'alone', { records: [...everybodys, ...deskIn('m1')] });
  await createAccount(database, 'theirs', { records: [...everybodys, ...theirs] });
});

afterAll(() => database.close());

test('a limited token is answered as if the rest did not exist', async () => {
  const [asLimited, asAlone] = await Promise.all([
    senderFor('ours', { mailboxIds: ['m1'] }),
    senderFor('alone'),
  ]);
  const ofAlone = pathsOf('alone');
  for (const [index, path] of pathsOf('ours').entries()) {
    const [limited, alone] = [await asLimited(path), await asAlone(ofAlone[index] ?? '')];
    expect([path, limited.status, limited.text]).toEqual([path, alone.status, alone.text]);
    expect(limited.text).not.toMatch(/m2|m3/);
    expect(limited.status).toBe(path.includes('user-m3') ? 404 : 200);
  }
});

test("nobody reads another account's channels, and nobody learns more of it than that it is there", async () => {
  const path = (account: string) => `/api/v2/accounts/${account}/summary_reports/channel?since=1&until=2`;
  const send = await senderFor('ours');
  expect((await send(path('theirs'))).status).toBe(401);
  expect((await send(path('nobody'))).status).toBe(404);
});

test.each<[string, () => Promise<Send>]>([
  ['an expired token', () => senderFor('ours', { expiresAt: new Date(Date.now() - 1) })],
  [
    'a revoked token',
    async () => {
      const send = await senderFor('ours');
      const newest = (await listTokens(database, 'ours')).at(-1);
      if (newest) await revokeToken(database, tokenIdOf(newest), new Date());
      return send;
    },
  ],
  ['an unknown token', async () => senderOf(database, { authorization: `Bearer dg_1_${'A'.repeat(43)}` })],
])('no path answers %s', async (_case, senderOfCase) => {
  const send = await senderOfCase();
  for (const path of pathsOf('ours')) expect([path, (await send(path)).status]).toEqual([path, 401]);
});
