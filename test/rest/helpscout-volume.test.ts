import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { at, type Send, senderOf } from '../harness/rest.ts';
import { deskRecords, february, march } from './helpscout-desk.ts';

const path = '/v2/reports/conversations/volume-by-channel';

let database: Database;
let token: string;
let send: Send;

// A zone whose clock changes on 10 March 2024.
beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { timeZone: 'America/Chicago', records: deskRecords });
  token = await tokenFor(database, 'acme');
  send = senderOf(database, { authorization: `Bearer ${token}` });
});

afterAll(() => database.close());

interface Volumes {
  readonly current: readonly { date: string; chat: number; email: number; phone: number }[];
  readonly previous?: Volumes['current'];
}

const ask = async (query: Record<string, string>): Promise<Volumes> =>
  JSON.parse((await send(at(path, query))).text) as Volumes;
const dates = ({ current }: Volumes): string[] => current.map(({ date }) => date);
const days = (count: number) => ({
  start: '2024-06-01T00:00:00Z',
  end: new Date(Date.UTC(2024, 5, 1 + count)).toISOString(),
});

test('the whole answer, by week', async () => {
  const { status, text } = await send(at(path, { ...march, ...february, viewBy: 'Week' }));
  const week = (date: string, chat: number, email: number, phone: number) => ({ date, chat, email, phone });
  expect([status, text]).toEqual([
    200,
    JSON.stringify({
      current: [
        week('2024-03-01T00:00:00Z', 0, 2, 0),
        week('2024-03-08T00:00:00Z', 1, 2, 0),
        week('2024-03-14T23:00:00Z', 0, 0, 1),
        week('2024-03-21T23:00:00Z', 0, 0, 0),
        week('2024-03-28T23:00:00Z', 0, 0, 0),
      ],
      previous: [
        week('2024-02-01T00:00:00Z', 0, 5, 0),
        week('2024-02-08T00:00:00Z', 0, 0, 0),
        week('2024-02-15T00:00:00Z', 0, 1, 0),
        week('2024-02-22T00:00:00Z', 0, 0, 0),
        week('2024-02-29T00:00:00Z', 0, 0, 0),
      ],
    }),
  ]);
});

test.each(['day', 'week', 'month'])(
  'by %s the numbers are those of volumesByChannelReport',
  async (viewBy) => {
    const ofMonths = { start: '2024-02-01T00:00:00Z', end: '2024-05-01T00:00:00Z' };
    const period = viewBy === 'month' ? ofMonths : march;
    const { body } = await clientOf(database, token)(
      `query ($period: PeriodInput!, $viewBy: ViewBy) {
      volumesByChannelReport(period: $period, viewBy: $viewBy) { current { date chat email phone } }
    }`,
      { period, viewBy: viewBy.toUpperCase() },
    );
    expect(await ask({ ...period, viewBy })).toEqual(body.data?.['volumesByChannelReport']);
  },
);

test('without viewBy a week is one interval, and longer than a year it is months', async () => {
  expect(dates(await ask(days(7)))).toEqual(['2024-06-01T00:00:00Z']);
  expect(dates(await ask({ start: '2023-01-01T00:00:00Z', end: '2024-01-01T00:00:00Z' }))).toHaveLength(53);
  expect(dates(await ask({ start: '2023-01-01T00:00:00Z', end: '2024-01-02T00:00:00Z' }))).toHaveLength(13);
});

test('intervals begin where the period does, to the second', async () => {
  const { current } = await ask({
    start: '2024-03-09T13:30:00.5Z',
    end: '2024-03-24T13:30:00Z',
    viewBy: 'week',
  });
  expect(current.map(({ date }) => date)).toEqual([
    '2024-03-09T13:30:00Z',
    '2024-03-16T12:30:00Z',
    '2024-03-23T12:30:00Z',
  ]);
});

test('sixty days are sixty intervals, none are none', async () => {
  expect(dates(await ask({ ...days(60), viewBy: 'DAY' }))).toHaveLength(60);
  expect(await ask(days(0))).toEqual({ current: [] });
});

const dayRule = 'day is only allowed if the time range is <= 60 days';
const weekRule = 'week is only allowed if the time range is <= 1 year';
const monthRule = 'month is only allowed if the time range is >= 61 days';
const long = { previousStart: '2020-01-01T00:00:00Z', previousEnd: '2022-01-01T00:00:00Z' };
const words = "Expected one of these: 'day', 'week', 'month'";

test.each<[string, Record<string, string>, unknown[][]]>([
  ['61 days by day', { ...days(61), viewBy: 'day' }, [['viewBy', dayRule]]],
  ['a year and a day by week', { ...days(367), viewBy: 'week' }, [['viewBy', weekRule]]],
  ['60 days by month', { ...days(60), viewBy: 'month' }, [['viewBy', monthRule]]],
  ['a long previous range by week', { ...days(7), ...long, viewBy: 'week' }, [['viewBy', weekRule]]],
  ['a short range beside a long one', { ...days(7), ...long }, [['viewBy', monthRule]]],
  ['another word', { ...days(7), viewBy: 'hour' }, [['viewBy', words, 'hour']]],
  [
    'all of it',
    { ...days(61), viewBy: 'day', types: 'fax' },
    [
      ['types', "Expected one of these: 'email', 'chat', 'phone'", 'fax'],
      ['viewBy', dayRule],
    ],
  ],
  [
    'more intervals than can be',
    { start: '1000-01-01T00:00:00Z', end: '2000-01-01T00:00:00Z' },
    [['end', 'A series has at most 2400 intervals; ask for a shorter period.']],
  ],
])('%s is refused', async (_case, query, expected) => {
  const { status, text } = await send(at(path, query));
  const { _embedded } = JSON.parse(text) as {
    _embedded: { errors: { path: string; message: string; rejectedValue?: string }[] };
  };
  const told = _embedded.errors.map(({ path: at, message, ...error }) => [
    at,
    message,
    ...('rejectedValue' in error ? [error.rejectedValue] : []),
  ]);
  expect([status, told]).toEqual([400, expected]);
});

const recorded = '../shared/sources/helpscout/reports/conversations_channel_volumes.real.json';

test.skipIf(!existsSync(recorded))('a recorded answer has the same keys in the same order', async () => {
  const real = JSON.parse(readFileSync(recorded, 'utf8')) as Volumes;
  const answer = await ask({
    ...days(7),
    previousStart: '2024-05-01T00:00:00Z',
    previousEnd: '2024-05-08T00:00:00Z',
  });
  const keysOf = (volumes: Volumes) =>
    [volumes, ...volumes.current, ...(volumes.previous ?? [])].map((each) => Object.keys(each));
  expect(keysOf(answer)).toEqual(keysOf(real));
});
