import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importLines } from '../harness/import.ts';

interface Conversation {
  readonly mailboxId: string;
  readonly conversationType: string;
  readonly customerId?: string;
  readonly status: string;
  readonly deleted?: boolean;
  readonly createdAt: string;
  readonly threads: readonly { readonly createdAt: string }[];
}

interface Period {
  readonly start: string;
  readonly end: string;
}

const end = new Date('2026-01-01T00:00:00Z');
const lines = [...generateHelpdesk({ conversations: 3000, seed: 2, end, days: 900, account: 'acme' })];
const conversations = lines
  .map((line) => JSON.parse(line))
  .filter(
    ({ type, status, deleted }) => type === 'conversation' && status !== 'spam' && !deleted,
  ) as Conversation[];

let database: Database;
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await importLines(database, lines);
  await refreshRollups(database);
  ask = clientOf(database, await tokenFor(database, 'acme'));
}, 60_000);

afterAll(() => database.close());

// Midnights of the helpdesk's zone, and times that are none.
const year = { start: '2024-12-10T23:00:00Z', end: '2025-12-10T23:00:00Z' };
const yearBefore = { start: '2023-12-10T23:00:00Z', end: '2024-12-10T23:00:00Z' };
const ragged = { start: '2024-10-03T07:30:00Z', end: '2025-12-30T15:45:00Z' };
const always = { start: '0001-01-01T00:00:00Z', end: '9999-12-31T00:00:00Z' };

const cases = [
  ['a year', year, yearBefore, {}, 5],
  ['all of a year', year, yearBefore, {}, 100],
  ['times within days', ragged, year, {}, 5],
  ['always', always, yearBefore, {}, 10],
  ['a mailbox', year, yearBefore, { mailboxes: ['orders'] }, 2],
  ['two mailboxes', year, yearBefore, { mailboxes: ['orders', 'billing'] }, 2],
  ['a type', ragged, yearBefore, { types: ['EMAIL'] }, 3],
] as const;

test.each(cases)(
  'the customers with most conversations: %s',
  async (_case, period, previous, filter, first) => {
    expect(await topOf(period, previous, filter, first)).toEqual(expectedOf(period, previous, filter, first));
  },
);

test('are the same while a day is stale', async () => {
  await importLines(
    database,
    lines.filter((line, index) => index === 0 || line.includes('"id":"100010"')),
  );
  expect(await topOf(year, yearBefore, {}, 5)).toEqual(expectedOf(year, yearBefore, {}, 5));
});

type Filter = { readonly mailboxes?: readonly string[]; readonly types?: readonly string[] };

async function topOf(period: Period, previous: Period, filter: Filter, first: number): Promise<unknown> {
  const { body } = await ask(
    `query ($period: PeriodInput!, $previous: PeriodInput, $filter: ReportFilterInput, $first: Int!) {
      conversationsReport(period: $period, previous: $previous, filter: $filter) {
        customers(first: $first) { top { customerId count previousCount } }
      }
    }`,
    { period, previous, filter, first },
  );
  expect(body.errors).toBeUndefined();
  const { conversationsReport } = body.data as { conversationsReport: { customers: { top: unknown } } };
  return conversationsReport.customers.top;
}

/** The same, conversation by conversation. */
function expectedOf(period: Period, previous: Period, filter: Filter, first: number): object[] {
  const matching = conversations.filter(
    ({ mailboxId, conversationType }) =>
      (filter.mailboxes?.includes(mailboxId) ?? true) &&
      (filter.types?.includes(conversationType.toUpperCase()) ?? true),
  );
  const countsIn = ({ start, end: until }: Period): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { customerId, createdAt, threads } of matching) {
      const isTouched = [createdAt, ...threads.map((thread) => thread.createdAt)].some(
        (at) => at >= start && at < until,
      );
      if (isTouched && customerId) counts.set(customerId, (counts.get(customerId) ?? 0) + 1);
    }
    return counts;
  };
  const before = countsIn(previous);
  return [...countsIn(period)]
    .sort(([one, few], [other, many]) => many - few || (one < other ? -1 : 1))
    .slice(0, first)
    .map(([id, count]) => ({ customerId: id, count, previousCount: before.get(id) ?? 0 }));
}
