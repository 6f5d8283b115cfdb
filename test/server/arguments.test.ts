import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  ask = clientOf(database, await tokenFor(database, 'acme'));
});

afterAll(() => database.close());

const status = (args: string): string =>
  `{ report: conversationsByStatusReport(${args}) { current { total } } }`;
const channels = (args: string): string => `{ report: channelSummaryReport(${args}) { current { total } } }`;
const january = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';

// What the document itself gets wrong: nothing runs, the request is refused.
test.each([
  [
    'a date without a time',
    status('period: { start: "2026-01-01", end: "2026-02-01T00:00:00Z" }'),
    'period.start',
  ],
  [
    'a time without an offset',
    status('period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00" }'),
    'period.end',
  ],
  [
    'an impossible day',
    status('period: { start: "2026-02-30T00:00:00Z", end: "2026-03-01T00:00:00Z" }'),
    'period.start',
  ],
  ['a number for an instant', status('period: { start: 0, end: "2026-03-01T00:00:00Z" }'), 'period.start'],
  ['half a period', status('period: { start: "2026-01-01T00:00:00Z" }'), 'period'],
  ['no period', '{ report: conversationsByStatusReport { current { total } } }', 'period'],
  ['an unknown type', status(`${january}, filter: { types: [FAX] }`), 'filter.types'],
  ['an unknown condition', status(`${january}, filter: { states: ["x"] }`), 'filter.states'],
  ['an unknown comparison', status(`${january}, compareTo: LAST_YEAR`), 'compareTo'],
  ['an unknown argument', status(`${january}, limit: 3`), 'limit'],
])('%s in the document is refused with 400', async (_case, query, argument) => {
  const answer = await ask(query);
  expect(answer.status).toBe(400);
  expect(answer.body.errors?.map(({ extensions }) => extensions)).toEqual([
    { code: 'BAD_USER_INPUT', argument },
  ]);
  expect(answer.body).not.toHaveProperty('data');
});

test('a hundred errors in a long document take not much longer to be told than one', async () => {
  const long = status(`${january}, filter: { tags: [${'"1" '.repeat(80_000)}] }`).slice(2, -2);
  const millisecondsOf = async (wrong: number) => {
    const fields = Array.from({ length: wrong }, (_, index) => `a${index}: account(limit: ${index}) { id }`);
    const startedAt = performance.now();
    expect((await ask(`{ ${long} ${fields.join(' ')} }`)).body.errors).toHaveLength(wrong);
    return performance.now() - startedAt;
  };
  const few = Math.min(await millisecondsOf(1), await millisecondsOf(2));
  const many = Math.min(await millisecondsOf(98), await millisecondsOf(99));
  expect(many).toBeLessThan(3 * few);
});

const whole =
  'query ($given: PeriodInput!) { report: conversationsByStatusReport(period: $given) { current { total } } }';
const half = `query ($given: DateTime!) { report: conversationsByStatusReport(period: { start: "2026-01-01T00:00:00Z", end: $given }) { current { total } } }`;

test.each([
  ['a malformed instant inside', whole, { start: '2026-01-01T00:00:00Z', end: 'tomorrow' }, 'period.end'],
  ['an instant that is missing', whole, { start: '2026-01-01T00:00:00Z' }, 'period'],
  [
    'an unknown field',
    whole,
    { start: '2026-01-01T00:00:00Z', end: '2026-01-01T00:00:00Z', zone: 'UTC' },
    'period',
  ],
  ['a malformed instant itself', half, '2026-13-01T00:00:00Z', 'period.end'],
  ['nothing', half, undefined, 'period.end'],
])('%s in a variable is refused with 400', async (_case, query, given, argument) => {
  const answer = await ask(query, { given });
  expect(answer.status).toBe(400);
  expect(answer.body.errors?.map(({ extensions }) => extensions)).toEqual([
    { code: 'BAD_USER_INPUT', argument },
  ]);
});

// What only the rules of reports forbid: the field is null, the rest of the request is answered.
const backwards = 'period: { start: "2026-02-01T00:00:00Z", end: "2026-01-01T00:00:00Z" }';
const limit = 'Date range exceeds 6 months limit';
test.each([
  [
    'a period that starts after its end',
    status(backwards),
    'period.start',
    'A period must not start after its end.',
  ],
  [
    'a previous period that starts after its end',
    status(`${january}, ${backwards.replace('period', 'previous')}`),
    'previous.start',
    'A period must not start after its end.',
  ],
  [
    'previous together with compareTo',
    status(`${january}, ${january.replace('period', 'previous')}, compareTo: PREVIOUS_YEAR`),
    'compareTo',
    'Ask for either previous or compareTo, not both.',
  ],
  [
    'a derived period before the year 1',
    status(
      'period: { start: "0001-01-01T00:00:00Z", end: "9999-01-01T00:00:00Z" }, compareTo: PREVIOUS_PERIOD',
    ),
    'compareTo',
    'The period to compare with would begin before the year 1.',
  ],
  [
    'more than 184 days of channels',
    channels('period: { start: "2026-01-01T00:00:00Z", end: "2026-07-05T00:00:00Z" }'),
    'period',
    limit,
  ],
  [
    'more than 184 days of channels to compare with',
    channels(`${january}, previous: { start: "2025-01-01T00:00:00Z", end: "2026-01-01T00:00:00Z" }`),
    'previous',
    limit,
  ],
])('%s makes the report null', async (_case, query, argument, message) => {
  const { status: code, body } = await ask(
    query.replace('{ report', `{ fine: ${status(january).slice(10, -2)} report`),
  );
  expect(code).toBe(200);
  expect(body.data).toEqual({ fine: { current: { total: 0 } }, report: null });
  expect(body.errors).toEqual([
    expect.objectContaining({ message, path: ['report'], extensions: { code: 'BAD_USER_INPUT', argument } }),
  ]);
});

const history = (args: string) => `userConversationHistoryReport(user: "1", ${january}, ${args}) { count }`;

// An argument with a default takes a variable that may be null, and it shows only when the field runs.
test.each([
  ['first', 'Int', `conversationsReport(${january}) { tags(first: $given) { count } }`],
  ['first', 'Int', 'customers(first: $given) { edges { cursor } }'],
  ['officeHours', 'Boolean', history('officeHours: $given')],
  ['page', 'Int', history('page: $given')],
  ['if', 'Boolean = true', 'account { id @include(if: $given) }'],
  ['if', 'Boolean = true', 'account @include(if: $given) { id }'],
])('null for %s in a variable is told as a wrong argument', async (argument, type, field) => {
  const { body } = await ask(`query ($given: ${type}) { ${field} }`, { given: null });
  expect(body.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', argument }]);
});

// The clocks of Berlin go forward on 29 March 2026: 184 days of wall clock are an hour less of elapsed time.
test.each([
  ['184 days over a clock change', '2026-01-31T23:00:00Z', '2026-08-03T22:00:00Z', true],
  ['a second more', '2026-01-31T23:00:00Z', '2026-08-03T22:00:01Z', false],
  ['July to December', '2025-06-30T22:00:00Z', '2025-12-31T23:00:00Z', true],
])('channels of %s', async (_case, start, end, allowed) => {
  const { body } = await ask(
    channels(`period: { start: "${start}", end: "${end}" }, compareTo: PREVIOUS_PERIOD`),
  );
  expect(body.data?.['report']).toEqual(allowed ? { current: [] } : null);
});
