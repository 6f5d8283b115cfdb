import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { at, type Send, senderOf } from '../harness/rest.ts';
import { deskRecords, february, march } from './helpscout-desk.ts';

const path = '/v2/reports/conversations';

let database: Database;
let send: Send;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { timeZone: 'UTC', records: deskRecords });
  await createAccount(database, 'crowd', {
    timeZone: 'UTC',
    records: [
      { type: 'mailbox', id: 'm1', name: 'One' },
      ...Array.from({ length: 12 }, (_, index) => ({ type: 'tag', id: `t${index}`, name: `t${index}` })),
      {
        type: 'conversation',
        id: '1',
        number: 1,
        mailboxId: 'm1',
        conversationType: 'email',
        channel: 'x',
        status: 'open',
        createdAt: '2024-03-05T12:00:00Z',
        tags: Array.from({ length: 12 }, (_, index) => `t${index}`),
      },
    ],
  });
  send = senderOf(database, { authorization: `Bearer ${await tokenFor(database, 'acme')}` });
});

afterAll(() => database.close());

test('the whole answer with a previous range', async () => {
  const { status, text, headers } = await send(at(path, { ...march, ...february }));
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(text).toBe(
    '{"filterTags":[{"id":1},{"name":"vip","id":9150}],' +
      '"busiestDay":{"day":3,"hour":10,"count":2},"busyTimeStart":9,"busyTimeEnd":11,' +
      '"current":{"startDate":"2024-03-01T00:00:00Z","endDate":"2024-04-01T00:00:00Z","totalConversations":7,"conversationsCreated":6,"newConversations":6,"customers":1,"conversationsPerDay":0},' +
      '"previous":{"startDate":"2024-02-01T00:00:00Z","endDate":"2024-03-01T00:00:00Z","totalConversations":6,"conversationsCreated":6,"newConversations":6,"customers":0,"conversationsPerDay":0},' +
      '"deltas":{"newConversations":0,"totalConversations":16.666666666667,"customers":0,"conversationsCreated":0,"conversationsPerDay":0},' +
      '"tags":{"count":3,"top":[{"id":1,"count":4,"previousCount":5,"percent":57.142857142857,"previousPercent":83.333333333333,"deltaPercent":-26.190476190476},{"name":"vip","id":9150,"count":3,"previousCount":1,"percent":42.857142857143,"previousPercent":16.666666666667,"deltaPercent":26.190476190476}]},' +
      '"customers":{"count":7,"top":[{"count":4,"deltaPercent":57.142857142857,"id":238604,"name":"Per Ek","percent":57.142857142857,"previousCount":0,"previousPercent":0}]},' +
      '"replies":{"count":2,"top":[{"name":"Thanks","id":17142,"mailboxId":85,"count":2,"previousCount":0,"percent":28.571428571429,"previousPercent":0,"deltaPercent":28.571428571429}]},' +
      '"workflows":{"count":1,"top":[{"name":"Close","id":71,"count":1,"previousCount":0,"percent":14.285714285714,"previousPercent":0,"deltaPercent":14.285714285714}]},' +
      '"customFields":{"count":1,"fields":[{"id":6688,"name":"Account Type","mailboxId":85,"values":[{"name":"Trial","id":33077,"count":2,"previousCount":0,"percent":28.57142857142857,"previousPercent":0,"deltaPercent":28.57142857142857}],"summary":{"total":7,"totalAnswered":2,"previousTotal":6,"previousTotalAnswered":0,"unansweredDelta":-28.57142857142857,"unansweredPreviousPercent":100,"unansweredPercent":71.42857142857143}}]}}',
  );
});

test('the whole answer without one has no key of it', async () => {
  const { text } = await send(at(path, march));
  expect(text).toBe(
    '{"filterTags":[{"id":1},{"name":"vip","id":9150}],' +
      '"busiestDay":{"day":3,"hour":10,"count":2},"busyTimeStart":9,"busyTimeEnd":11,' +
      '"current":{"startDate":"2024-03-01T00:00:00Z","endDate":"2024-04-01T00:00:00Z","totalConversations":7,"conversationsCreated":6,"newConversations":6,"customers":1,"conversationsPerDay":0},' +
      '"tags":{"count":3,"top":[{"id":1,"count":4,"percent":57.142857142857},{"name":"vip","id":9150,"count":3,"percent":42.857142857143}]},' +
      '"customers":{"count":7,"top":[{"count":4,"id":238604,"name":"Per Ek","percent":57.142857142857}]},' +
      '"replies":{"count":2,"top":[{"name":"Thanks","id":17142,"mailboxId":85,"count":2,"percent":28.571428571429}]},' +
      '"workflows":{"count":1,"top":[{"name":"Close","id":71,"count":1,"percent":14.285714285714}]},' +
      '"customFields":{"count":1,"fields":[{"id":6688,"name":"Account Type","mailboxId":85,"values":[{"name":"Trial","id":33077,"count":2,"percent":28.57142857142857}],"summary":{"total":7,"totalAnswered":2,"previousTotal":null,"previousTotalAnswered":null,"unansweredDelta":71.42857142857143,"unansweredPreviousPercent":0,"unansweredPercent":71.42857142857143}}]}}',
  );
});

test('nothing at all', async () => {
  const { text } = await send(
    at(path, {
      start: '2020-01-01T00:00:00Z',
      end: '2020-01-02T00:00:00Z',
      previousStart: march.start,
      previousEnd: march.end,
    }),
  );
  expect(JSON.parse(text)).toMatchObject({
    busiestDay: null,
    busyTimeStart: null,
    busyTimeEnd: null,
    deltas: {
      newConversations: -100,
      totalConversations: -100,
      customers: -100,
      conversationsCreated: -100,
      conversationsPerDay: 0,
    },
    tags: { count: 0, top: [] },
    customFields: { count: 0, fields: [] },
  });
});

test('a change from nothing is none', async () => {
  const { text } = await send(
    at(path, { ...march, previousStart: '2020-01-01T00:00:00Z', previousEnd: '2020-01-01T00:00:00Z' }),
  );
  const { deltas, tags } = JSON.parse(text) as { deltas: object; tags: { top: object[] } };
  expect([...new Set(Object.values(deltas))]).toEqual([0]);
  expect(tags.top[0]).toMatchObject({ previousPercent: 0, deltaPercent: 57.142857142857 });
});

test('a list has at most ten entries, and ids that are no numbers are texts', async () => {
  const ofCrowd = senderOf(database, { authorization: `Bearer ${await tokenFor(database, 'crowd')}` });
  const { text } = await ofCrowd(at(path, march));
  const { filterTags, tags } = JSON.parse(text) as { filterTags: object[]; tags: { top: object[] } };
  expect([filterTags.length, tags.top.length, tags.top[0]]).toEqual([
    13,
    10,
    { name: 't0', id: 't0', count: 1, percent: 100 },
  ]);
});

test.each<[string, Record<string, string>, number]>([
  ['all', {}, 7],
  ['blanks and empty entries', { mailboxes: ' ,85 ,,' }, 7],
  ['an empty list', { mailboxes: '' }, 7],
  ['a list of nothing but empty entries', { mailboxes: ',' }, 7],
  ['another mailbox', { mailboxes: '86' }, 0],
  ['what is nowhere', { mailboxes: '404' }, 0],
  ['what cannot be', { mailboxes: 'a\u0000b' }, 0],
  ['one of several, more than once', { mailboxes: '85,404,85' }, 7],
  ['the untagged', { tags: '1' }, 4],
  ['a tag', { tags: '9150' }, 3],
  ['types in any case', { types: 'CHAT, Phone' }, 2],
  ['a folder', { folders: '1' }, 0],
  ['what the source ignores', { viewBy: 'nonsense', officeHours: 'nonsense', page: 'x' }, 7],
])('the filter matches %s', async (_case, filter, total) => {
  const { status, text } = await send(at(path, { ...march, ...filter }));
  expect([status, JSON.parse(text)]).toMatchObject([200, { current: { totalConversations: total } }]);
});

test.each([
  ['2024-03-01T00:00:00.000Z', '2024-03-01T00:00:00Z'],
  ['2024-03-01T00:00:00.9999999Z', '2024-03-01T00:00:00Z'],
  ['2024-03-01T01:00:00+01:00', '2024-03-01T00:00:00Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
])('%s is printed as %s', async (start, printed) => {
  const { text } = await send(at(path, { ...march, start }));
  expect(JSON.parse(text)).toMatchObject({ current: { startDate: printed } });
});

const dateRule =
  "must be a valid ISO 8601 date with the format yyyy-MM-dd'T'HH:mm:ss'Z', for example 2017-03-31T23:30:01Z";
const empty = (name: string) => [name, 'may not be empty', undefined, 'NotEmpty'];
const wrongDate = (name: string, value: string) => [name, dateRule, value, 'Date'];
const { start, end } = march;

test.each<[string, Record<string, string>, unknown[][]]>([
  ['nothing', {}, [empty('start'), empty('end')]],
  ['an empty start', { start: '', end }, [empty('start')]],
  ['a day', { start: '2024-03-01', end }, [wrongDate('start', '2024-03-01')]],
  [
    'an end before the start',
    { start: end, end: start },
    [['end', 'must not be before start', undefined, 'Range']],
  ],
  ['a previous start alone', { start, end, previousStart: start }, [empty('previousEnd')]],
  ['a previous end alone', { start, end, previousEnd: start }, [empty('previousStart')]],
  [
    'a previous end before its start',
    { start, end, previousStart: end, previousEnd: start },
    [['previousEnd', 'must not be before previousStart', undefined, 'Range']],
  ],
  [
    'types',
    { start, end, types: 'email,fax,telex' },
    [['types', "Expected one of these: 'email', 'chat', 'phone'", 'fax', 'EnumValue']],
  ],
  [
    'everything at once, in order',
    { types: 'fax', previousStart: 'x', start: 'y' },
    [
      wrongDate('start', 'y'),
      empty('end'),
      wrongDate('previousStart', 'x'),
      empty('previousEnd'),
      ['types', "Expected one of these: 'email', 'chat', 'phone'", 'fax', 'EnumValue'],
    ],
  ],
  ['a long value', { start: `"${'é'.repeat(200)}`, end }, [wrongDate('start', `"${'é'.repeat(99)}`)]],
])('%s is refused', async (_case, query, expected) => {
  const { status, text, headers } = await send(at(path, query), { headers: { 'x-request-id': 'request-1' } });
  expect([status, headers.get('content-type')]).toEqual([400, 'application/vnd.error+json']);
  expect([headers.get('correlation-id'), headers.get('cache-control')]).toEqual(['request-1', 'no-store']);
  const errors = expected.map(([path, message, rejectedValue, kind]) => ({
    path,
    message,
    rejectedValue,
    source: 'QUERY',
    _links: { about: { href: `/errors#${kind}` } },
  }));
  const about = { about: { href: '/errors' } };
  expect(text).toBe(
    JSON.stringify({ logRef: 'request-1', message: 'Bad request', _embedded: { errors }, _links: about }),
  );
});

test.each([
  '2024-03-01T00:00Z',
  '2024-03-01T00:00:00',
  '2024-03-01T00:00:00+0100',
  '2024-03-01T00:00:00+01',
  '2024-03-01t00:00:00Z',
  '2024-03-01T00:00:00z',
  '2024-03-01T24:00:00Z',
  '2024-03-01T00:00:60Z',
  '2024-03-01T00:00:00 01:00',
  '2024-02-30T00:00:00Z',
  '0001-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59-01:00',
  '+002024-03-01T00:00:00Z',
  '2024-03-01T00:00:00.Z',
  '2024-03-01T00:00:00Z[UTC]',
])('%s is no date', async (wrong) => {
  const { status, text } = await send(at(path, { start: wrong, end: '9999-12-31T00:00:00Z' }));
  expect([status, JSON.parse(text)]).toMatchObject([400, { _embedded: { errors: [{ path: 'start' }] } }]);
});

const sample = '../shared/sources/helpscout/reports/conversations.sample.json';

/** What a value is made of: keys in their order, and of each list the kinds of its entries. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((entry) => JSON.stringify(shapeOf(entry))))].sort();
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]);
}

test.skipIf(!existsSync(sample))('the documented answer has the same keys in the same order', async () => {
  const documented = JSON.parse(readFileSync(sample, 'utf8')) as Record<string, unknown>;
  const told = async (query: Record<string, string>) =>
    JSON.parse((await send(at(path, query))).text) as Record<string, unknown>;
  const compared = await told({ ...march, ...february });
  expect(Object.keys(compared)).toEqual(Object.keys(documented));
  // The sample's custom fields are as without a previous range.
  for (const key of Object.keys(documented).filter(
    (each) => each !== 'filterTags' && each !== 'customFields',
  ))
    expect([key, shapeOf(compared[key])]).toEqual([key, shapeOf(documented[key])]);
  const { customFields } = await told(march);
  expect(shapeOf(customFields)).toEqual(shapeOf(documented['customFields']));
});
