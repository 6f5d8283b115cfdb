import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { senderOf } from '../harness/rest.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', {
    plan: 'STANDARD',
    records: [
      { type: 'mailbox', id: '85', name: 'Support' },
      { type: 'mailbox', id: 'a/b?', name: 'Sales' },
      { type: 'user', id: '4', name: 'Ada Lovelace' },
      { type: 'tag', id: 'vip', name: 'VIP' },
      { type: 'tag', id: '2', name: 'urgent' },
    ],
  });
  await createAccount(database, 'empty');
});

afterAll(() => database.close());

const senderFor = async (account: string, limits = {}, environment: NodeJS.ProcessEnv = {}) =>
  senderOf(database, { authorization: `Bearer ${await tokenFor(database, account, limits)}` }, environment);

const times = '"createdAt":"1970-01-01T00:00:00Z","updatedAt":"1970-01-01T00:00:00Z"';
const sales = (origin = '') =>
  `{"id":"a/b?","name":"Sales","slug":"a/b?","email":"",${times},"_links":{"self":{"href":"${origin}/v2/mailboxes/a%2Fb%3F"}}}`;
const support = `{"id":85,"name":"Support","slug":"85","email":"",${times},"_links":{"self":{"href":"/v2/mailboxes/85"}}}`;
const page = (size: number, total: number, pages: number, number = 1) =>
  `"page":{"size":${size},"totalElements":${total},"totalPages":${pages},"number":${number}}`;
const self = (href: string) => `"_links":{"self":{"href":"${href}"}}}`;

test.each([
  [
    '/v2/mailboxes?page=1&size=100',
    `{"_embedded":{"mailboxes":[${sales()},${support}]},${page(100, 2, 1)},${self('/v2/mailboxes?page=1&size=100')}`,
  ],
  [
    '/v2/mailboxes?size=1&page=2',
    `{"_embedded":{"mailboxes":[${support}]},${page(1, 2, 2, 2)},${self('/v2/mailboxes?size=1&page=2')}`,
  ],
  ['/v2/mailboxes?page=3&size=1', `{${page(1, 2, 2, 3)},${self('/v2/mailboxes?page=3&size=1')}`],
  [
    '/v2/users',
    `{"_embedded":{"users":[{"id":4,"firstName":"Ada Lovelace","lastName":"","type":"user"}]},${page(50, 1, 1)},${self('/v2/users')}`,
  ],
  [
    '/v2/tags?size=101',
    `{"_embedded":{"tags":[{"id":"vip","name":"VIP","slug":"vip"},{"id":2,"name":"urgent","slug":"2"}]},${page(100, 2, 1)},${self('/v2/tags?size=101')}`,
  ],
])('%s needs a valid token only', async (path, body) => {
  const send = await senderFor('acme', { permissions: [] });
  const { status, text, headers } = await send(path);
  expect([status, headers.get('content-type'), text]).toEqual([200, 'application/json', body]);
});

test('a token of one mailbox sees that one', async () => {
  const { text } = await (await senderFor('acme', { mailboxIds: ['85'] }))('/v2/mailboxes');
  expect(text).toBe(`{"_embedded":{"mailboxes":[${support}]},${page(50, 1, 1)},${self('/v2/mailboxes')}`);
});

test.each(['/v2/mailboxes', '/v2/users', '/v2/tags'])('%s of an empty account', async (path) => {
  const { text } = await (await senderFor('empty'))(path);
  expect(text).toBe(`{${page(50, 0, 0)},${self(path)}`);
});

test.each([
  ['page=0', 'page', 'must be from 1 to 2147483647'],
  ['page=x', 'page', 'must be a whole number'],
  ['size=0', 'size', 'must be from 1 to 100'],
  ['size=-5', 'size', 'must be from 1 to 100'],
  ['size=1.5', 'size', 'must be a whole number'],
])('%s is refused', async (query, path, message) => {
  const { status, text } = await (await senderFor('acme'))(`/v2/tags?${query}`);
  expect([status, JSON.parse(text)]).toMatchObject([400, { _embedded: { errors: [{ path, message }] } }]);
});

test.each<[string, Record<string, string>, string, string]>([
  ['a plain host', { host: 'desk.example.com:8080' }, '0', 'http://desk.example.com:8080'],
  ['a proxy that is not trusted', { host: 'desk', 'x-forwarded-proto': 'https' }, '0', 'http://desk'],
  ['a proxy that is', { host: 'desk', 'x-forwarded-proto': 'https' }, '1', 'https://desk'],
  ['what a client says before it', { host: 'desk', 'x-forwarded-proto': 'https, http' }, '1', 'http://desk'],
  ['a host that is no name', { host: 'desk"><script>' }, '0', ''],
])('links with %s', async (_case, headers, proxies, origin) => {
  const send = await senderFor('acme', {}, { TRUSTED_PROXIES: proxies });
  const { text } = await send('/v2/mailboxes?size=1', { headers });
  expect(text).toBe(
    `{"_embedded":{"mailboxes":[${sales(origin)}]},${page(1, 2, 2)},${self(`${origin}/v2/mailboxes?size=1`)}`,
  );
});
