import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { recordStatements } from '../harness/statements.ts';

let database: Database;
let ask: Ask;

/** A conversation that waited so many seconds for each of its replies; the last one closed it. */
const conversation = (id: string, ...seconds: number[]) => {
  const start = Date.parse('2026-01-10T00:00:00Z');
  const at = (after: number) => new Date(start + after * 1000).toISOString();
  return {
    type: 'conversation',
    id,
    number: 1,
    mailboxId: 'm1',
    conversationType: 'email',
    channel: 'email',
    status: 'closed',
    createdAt: at(0),
    closedAt: at(100_000),
    threads: seconds.flatMap((wait, index) => [
      { id: `c${index}`, kind: 'customer', createdAt: at(10_000 * index) },
      {
        id: `r${index}`,
        kind: 'reply',
        createdAt: at(10_000 * index + wait),
        userId: 'u1',
        handleSeconds: 0.5,
      },
    ]),
  };
};

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
  await createAccount(database, 'acme', {
    records: [
      { type: 'mailbox', id: 'm1', name: 'Support' },
      { type: 'user', id: 'u1', name: 'Ann' },
      conversation('1', 10),
      conversation('2', 20, 900),
      conversation('3', 40),
    ],
  });
  ask = clientOf(database, await tokenFor(database, 'acme'));
});

afterAll(() => database.close());

const january = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';
const report = (selection: string) => `{ responseTimesReport(${january}) { ${selection} } }`;

test('percentiles lie between neighbours, and ranges begin at their bounds', async () => {
  const { body } = await ask(
    report(`current {
      response { count average median p90 min max ranges(bounds: [20, 900]) { from to count percent } }
      firstResponse { median } resolution { count } handle { average }
      repliesToResolve resolvedOnFirstReply
    }`),
  );
  expect(body.data?.['responseTimesReport']).toEqual({
    current: {
      response: {
        count: 4,
        average: 242.5,
        median: 30,
        p90: 40 + 0.7 * 860,
        min: 10,
        max: 900,
        ranges: [
          { from: 0, to: 20, count: 1, percent: 25 },
          { from: 20, to: 900, count: 2, percent: 50 },
          { from: 900, to: null, count: 1, percent: 25 },
        ],
      },
      firstResponse: { median: 20 },
      resolution: { count: 3 },
      handle: { average: 0.5 },
      repliesToResolve: 4 / 3,
      resolvedOnFirstReply: 2,
    },
  });
});

test.each([
  ['no bounds', 'current { response { ranges(bounds: []) { count } } }', 'bounds'],
  ['a bound of 0', 'current { response { ranges(bounds: [0, 1]) { count } } }', 'bounds'],
  ['bounds that are equal', 'current { response { ranges(bounds: [1, 1]) { count } } }', 'bounds'],
  [
    'too many bounds',
    `current { response { ranges(bounds: [${Array.from({ length: 21 }, (_, index) => index + 1)}]) { count } } }`,
    'bounds',
  ],
  ['a series of months that is too short', 'series(viewBy: MONTH) { viewBy }', 'viewBy'],
])('%s is refused', async (_case, selection, argument) => {
  const { body } = await ask(report(selection));
  expect(body).toEqual({
    data: { responseTimesReport: null },
    errors: [expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument } })],
  });
});

test('all that is asked of one scope is one statement, and nothing is sorted where no percentile is asked for', async () => {
  const statements = recordStatements(database);
  const durations = () =>
    statements.filter(({ sql }) => sql.includes('response_seconds')).map(({ sql }) => sql);
  await ask(
    report(
      'current { response { count average } firstResponse { max } } series { current { response { count } } }',
    ),
  );
  expect(durations()).toHaveLength(1);
  expect(durations()[0]).not.toMatch(/over \(|generate_series/);
  await ask(report('current { response { count median ranges { count } } }'));
  expect(durations()).toHaveLength(2);
  expect(durations()[1]).toContain('generate_series');
});
