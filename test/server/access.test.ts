import { afterAll, beforeAll, expect, test } from 'vitest';
import { revokeToken } from '../../src/auth/tokens.ts';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;

const conversation = (id: string, mailboxId: string) => ({
  type: 'conversation',
  id,
  number: 1,
  mailboxId,
  conversationType: 'email',
  channel: `Channel::${mailboxId}`,
  status: 'open',
  createdAt: '2026-01-15T12:00:00Z',
});

const desk = (...mailboxIds: string[]) => [
  ...mailboxIds.map((id) => ({ type: 'mailbox', id, name: id })),
  ...mailboxIds.map((id, index) => conversation(`c${index}`, id)),
];

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { records: desk('m1', 'm2') });
  await createAccount(database, 'other', { records: desk('m3') });
  await createAccount(database, 'basic', { plan: 'STANDARD' });
});

afterAll(() => database.close());

const january = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
const channels = (args = '') => `{ channelSummaryReport(${january}${args}) { current { channel total } } }`;
const report = (...names: string[]) => ({
  data: {
    channelSummaryReport: { current: names.map((name) => ({ channel: `Channel::${name}`, total: 1 })) },
  },
});

test.each([
  ['the whole account', {}, '', ['m1', 'm2']],
  ['its mailbox only', { mailboxIds: ['m2'] }, '', ['m2']],
  [
    'nothing through a filter by a hidden mailbox',
    { mailboxIds: ['m2'] },
    ', filter: { mailboxes: ["m1"] }',
    [],
  ],
  ["nothing through a filter by another account's mailbox", {}, ', filter: { mailboxes: ["m3"] }', []],
  [
    'what it may through a filter by both',
    { mailboxIds: ['m2'] },
    ', filter: { mailboxes: ["m1", "m2"] }',
    ['m2'],
  ],
])('a token sees %s', async (_case, limits, args, names) => {
  const ask = clientOf(database, await tokenFor(database, 'acme', limits));
  expect(await ask(channels(args))).toEqual({ status: 200, body: report(...names) });
});

const unauthenticated = {
  status: 401,
  body: {
    errors: [
      {
        message: 'A valid access token is required: send the header "Authorization: Bearer TOKEN".',
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ],
  },
};

test.each([
  ['no token', async () => ''],
  ['an unknown token', async () => `dg_1_${'A'.repeat(43)}`],
  [
    "another account's secret under this account's key",
    async () => (await tokenFor(database, 'other')).replace('_2_', '_1_'),
  ],
  ['a key beyond any account', async () => `dg_9999999999_${'A'.repeat(43)}`],
  ['an expired token', () => tokenFor(database, 'acme', { expiresAt: new Date(Date.now() - 1) })],
  [
    'a revoked token',
    async () => {
      const token = await tokenFor(database, 'acme');
      const { _max } = await database.prisma.token.aggregate({
        where: { accountKey: 1 },
        _max: { key: true },
      });
      await revokeToken(database, `1-${_max.key}`, new Date());
      return token;
    },
  ],
])('%s is refused before the document is looked at', async (_case, tokenOf) => {
  const ask = clientOf(database, await tokenOf());
  expect(await ask(channels())).toEqual(unauthenticated);
  expect(await ask('{ nope')).toEqual(unauthenticated);
});

const forbidden = (message: string) =>
  expect.objectContaining({ message, extensions: { code: 'FORBIDDEN' } });

test('a token without the permission is refused whole', async () => {
  const ask = clientOf(database, await tokenFor(database, 'acme', { permissions: ['reports:write'] }));
  expect(await ask(channels())).toEqual({
    status: 403,
    body: { errors: [forbidden('The token lacks the permission reports:read.')] },
  });
});

test.each([
  ['channelSummaryReport', channels()],
  ['workloadReport', '{ workloadReport { open } }'],
  ['breakdownReport', `{ breakdownReport(by: USER, ${january}) { count } }`],
])('an account of the plan STANDARD is refused its %s', async (report, query) => {
  const ask = clientOf(database, await tokenFor(database, 'basic'));
  expect(await ask(query)).toEqual({
    status: 403,
    body: {
      data: { [report]: null },
      errors: [forbidden('The reporting endpoints are only available to Plus and Pro plans.')],
    },
  });
});
