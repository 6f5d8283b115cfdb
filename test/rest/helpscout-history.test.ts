import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { at, type Send, senderOf } from '../harness/rest.ts';
import { deskRecords, february, march } from './helpscout-desk.ts';

const path = '/v2/reports/user/conversation-history';

let database: Database;
let send: Send;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { timeZone: 'UTC', records: deskRecords });
  await createAccount(database, 'other', { records: [{ type: 'user', id: 'theirs', name: 'T' }] });
  send = senderOf(database, { authorization: `Bearer ${await tokenFor(database, 'acme')}` });
});

afterAll(() => database.close());

const closed =
  '{"id":7,"number":7,"customers":[{"id":238604,"name":"Per Ek"}],"status":"closed","avgHandleTime":279,"firstResponseTime":1878,"repliesSent":1,"responseTime":1878,"resolveTime":6600}';
const active =
  '{"id":6,"number":6,"customers":[],"status":"active","avgHandleTime":null,"firstResponseTime":null,"repliesSent":1,"responseTime":null,"resolveTime":null}';
const answer = (results: string[], page: number, count: number, pages: number) =>
  `{"results":[${results.join(',')}],"page":${page},"count":${count},"pages":${pages}}`;
const both = answer([closed, active], 1, 2, 1);
const turned = answer([active, closed], 1, 2, 1);

test.each<[string, Record<string, string>, string]>([
  ['everything', {}, both],
  ['a previous range, which changes nothing', february, both],
  ['a status', { status: 'active' }, answer([active], 1, 1, 1)],
  ['another status', { status: 'pending' }, answer([], 1, 0, 0)],
  ['the smallest first', { sortField: 'number', sortOrder: 'asc' }, turned],
  ['by response time, nulls last', { sortField: 'responseTime', sortOrder: 'ASC' }, both],
  ['by the misprint', { sortField: 'responseTviewByDescriptionime', sortOrder: 'ASC' }, both],
  ['by resolve time', { sortField: 'resolveTime' }, both],
  ['by replies', { sortField: 'repliesSent' }, turned],
  ['one row a page', { rows: '1', page: '2' }, answer([active], 2, 2, 2)],
  ['a page beyond the end', { page: '99' }, answer([], 99, 2, 1)],
  ['the last page that can be', { page: '2147483647' }, answer([], 2_147_483_647, 2, 1)],
  ['a user without replies', { user: '5' }, answer([], 1, 0, 0)],
  ['a filter', { mailboxes: '86' }, answer([], 1, 0, 0)],
  ...['true', '1', 'yes', 'false', '0', ''].map((officeHours): [string, Record<string, string>, string] => [
    `officeHours=${officeHours}`,
    { officeHours },
    both,
  ]),
  ['empty parameters', { status: '', page: '', rows: '', sortField: '', sortOrder: '' }, both],
])('%s', async (_case, query, body) => {
  const { status, text } = await send(at(path, { user: '4', ...march, ...query }));
  expect([status, text]).toEqual([200, body]);
});

const words = (...each: string[]) => `Expected one of these: ${each.map((word) => `'${word}'`).join(', ')}`;
const whole = 'must be a whole number';

test.each<[Record<string, string>, unknown[][]]>([
  [{ user: '' }, [['user', 'may not be empty', undefined, 'NotEmpty']]],
  [{ status: 'Closed' }, [['status', words('active', 'pending', 'closed'), 'Closed', 'EnumValue']]],
  [{ officeHours: 'TRUE' }, [['officeHours', words('true', '1', 'yes', 'false', '0'), 'TRUE', 'EnumValue']]],
  [
    { officeHours: 'maybe' },
    [['officeHours', words('true', '1', 'yes', 'false', '0'), 'maybe', 'EnumValue']],
  ],
  [{ page: '0' }, [['page', 'must be from 1 to 2147483647', '0', 'Range']]],
  [{ page: '-1' }, [['page', 'must be from 1 to 2147483647', '-1', 'Range']]],
  [{ page: '2147483648' }, [['page', 'must be from 1 to 2147483647', '2147483648', 'Range']]],
  [{ page: '1.5' }, [['page', whole, '1.5', 'Number']]],
  [{ page: '+1' }, [['page', whole, '+1', 'Number']]],
  [{ rows: '51' }, [['rows', 'must be from 1 to 50', '51', 'Range']]],
  [{ rows: 'x' }, [['rows', whole, 'x', 'Number']]],
  [
    { sortField: 'toString' },
    [['sortField', words('number', 'repliesSent', 'responseTime', 'resolveTime'), 'toString', 'EnumValue']],
  ],
  [{ sortOrder: 'up' }, [['sortOrder', words('ASC', 'DESC'), 'up', 'EnumValue']]],
  [
    { sortOrder: 'up', rows: 'x', status: 'x', types: 'x', end: 'x', user: '' },
    [
      ['user', 'may not be empty', undefined, 'NotEmpty'],
      ['end', expect.stringContaining('ISO 8601'), 'x', 'Date'],
      ['types', words('email', 'chat', 'phone'), 'x', 'EnumValue'],
      ['status', words('active', 'pending', 'closed'), 'x', 'EnumValue'],
      ['rows', whole, 'x', 'Number'],
      ['sortOrder', words('ASC', 'DESC'), 'up', 'EnumValue'],
    ],
  ],
])('%j is refused', async (query, expected) => {
  const { status, text } = await send(at(path, { user: '4', ...march, ...query }));
  const { _embedded } = JSON.parse(text) as {
    _embedded: {
      errors: {
        path: string;
        message: string;
        rejectedValue?: string;
        _links: { about: { href: string } };
      }[];
    };
  };
  const told = _embedded.errors.map((error) => [
    error.path,
    error.message,
    error.rejectedValue,
    error._links.about.href.replace('/errors#', ''),
  ]);
  expect([status, told]).toEqual([400, expected]);
});

test.each(['theirs', '404', 'a b', '\u0000'])('a user %j is not found, after all else', async (user) => {
  const { status, text, headers } = await send(at(path, { user, ...march }), {
    headers: { 'x-request-id': 'r1' },
  });
  expect([status, headers.get('content-type'), text]).toEqual([
    404,
    'application/vnd.error+json',
    '{"logRef":"r1","message":"Not Found"}',
  ]);
  expect((await send(at(path, { user, ...march, page: 'x' }))).status).toBe(400);
});

const sample = '../shared/sources/helpscout/reports/user_conversation_history.sample.json';

test.skipIf(!existsSync(sample))('the documented answer has the same keys, but for the status', async () => {
  const documented = JSON.parse(readFileSync(sample, 'utf8')) as { results: object[] };
  const told = JSON.parse((await send(at(path, { user: '4', ...march }))).text) as typeof documented;
  expect(Object.keys(told)).toEqual(Object.keys(documented));
  // The field table of the documentation has a status, its sample has none.
  expect(Object.keys(told.results[0] ?? {}).filter((key) => key !== 'status')).toEqual(
    Object.keys(documented.results[0] ?? {}),
  );
});
