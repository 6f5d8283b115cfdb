import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { PairAhead } from '../../src/counting/measures/pairs.ts';
import type { Database } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { dumpWithRollups } from '../harness/dump.ts';
import { importRecords } from '../harness/import.ts';

type CountedAhead = typeof import('../../src/counting/measures/pairs.ts');

/** What the release at work makes of what this one counts. */
const release = vi.hoisted(() => {
  vi.resetModules(); // What is set up for every file has imported them as they are.
  return { pairs: (all: PairAhead[]): PairAhead[] => all };
});

vi.mock('../../src/counting/measures/pairs.ts', async (importOriginal) => {
  const original = await importOriginal<CountedAhead>();
  const pairsAhead: CountedAhead['pairsAhead'] = (clock) => release.pairs(original.pairsAhead(clock));
  return { ...original, pairsAhead };
});
afterAll(() => {
  vi.doUnmock('../../src/counting/measures/pairs.ts');
  vi.resetModules(); // The next file of the process loads them as they are.
});

/** A release that does not count by channel, and counts by status what is of one type alone. */
const before = (all: PairAhead[]): PairAhead[] =>
  all
    .filter(({ name }) => name !== 'createdByChannel')
    .map((pair) =>
      pair.name === 'createdByStatus' ? { ...pair, condition: Prisma.sql`c.type = 'email'` } : pair,
    );
const now = (all: PairAhead[]): PairAhead[] => all;

const end = new Date('2026-01-01T00:00:00Z');
const lines = generateHelpdesk({ conversations: 400, seed: 5, end, days: 300, account: 'acme' });
const helpdesk: readonly { type: string; [field: string]: unknown }[] = Array.from(lines, (line) =>
  JSON.parse(line),
);
const changes = [
  ...helpdesk.slice(0, 1),
  ...helpdesk.slice(-60).map((item) => ({ ...item, status: 'pending', channel: 'x', tags: ['t1'] })),
];

const period = '{ start: "2025-07-10T07:00:00Z", end: "2025-12-30T12:00:00Z" }';
const questions = `{
  channelSummaryReport(period: ${period}) { current { channel open resolved pending snoozed total } }
  conversationsByStatusReport(period: ${period}) { current { total data { label value } } }
  conversationsReport(period: ${period}) {
    busyTimeStart
    current { totalConversations conversationsCreated customers }
    tags(first: 5) { top { tagId count } }
    customers(first: 5) { top { customerId count } }
  }
  userConversationHistoryReport(period: ${period}, user: "u1") { current { replies customers avgResponseTime } }
  mailboxes { conversations(period: ${period}) { current { totalConversations customers } } }
}`;

let database: Database;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(async () => {
  release.pairs = now;
  await database.close();
});

/** What an account that has been counted in one way from the beginning answers, and what is counted there. */
async function undisturbed(...imports: (readonly object[])[]) {
  const other = await freshDatabase();
  for (const records of imports) {
    await importRecords(other, records);
    await refreshRollups(other);
  }
  const found = { answers: await answersOf(other), rows: await dumpWithRollups(other) };
  await other.close();
  return found;
}

async function answersOf(of: Database): Promise<unknown> {
  const { body } = await clientOf(of, await tokenFor(of, 'acme'))(questions);
  expect(body.errors).toBeUndefined();
  return body.data;
}

/** Counts, and is stopped after so many steps. */
async function refreshSteps(steps: number): Promise<void> {
  let left = steps + 1;
  const signal = {
    get aborted() {
      left -= 1;
      return left < 0;
    },
  } as AbortSignal;
  await refreshRollups(database, { signal });
}

async function uncounted(): Promise<string[]> {
  const rows = await database.prisma.countedMeasure.findMany({
    where: { accountKey: 1, restFrom: { not: null } },
    select: { measure: true },
    orderBy: { measure: 'asc' },
  });
  return rows.map(({ measure }) => measure);
}

test('a new measure and one that is counted otherwise now are read from rows until they have been counted, whenever that is interrupted', async () => {
  const expected = await undisturbed(helpdesk);
  release.pairs = before;
  await importRecords(database, helpdesk);
  await refreshRollups(database);
  release.pairs = now;
  expect(await answersOf(database)).toEqual(expected.answers);
  await refreshSteps(1);
  expect(await uncounted()).toEqual(['createdByChannel', 'createdByStatus']);
  for (const steps of [2, 3, 2]) {
    await refreshSteps(steps);
    expect(await answersOf(database)).toEqual(expected.answers);
  }
  expect(await uncounted()).toEqual(['createdByChannel', 'createdByStatus']);
  await refreshRollups(database);
  expect(await dumpWithRollups(database)).toEqual(expected.rows);
  expect(await answersOf(database)).toEqual(expected.answers);
});

test('what is imported while a new measure is counted is counted as well', async () => {
  const expected = await undisturbed(helpdesk, changes);
  release.pairs = before;
  await importRecords(database, helpdesk);
  await refreshRollups(database);
  release.pairs = now;
  await refreshSteps(5);
  await importRecords(database, changes);
  expect(await answersOf(database)).toEqual(expected.answers);
  await refreshRollups(database, { whileImporting: true });
  expect(await answersOf(database)).toEqual(expected.answers);
  await Promise.all([refreshRollups(database), refreshRollups(database)]);
  expect(await dumpWithRollups(database)).toEqual(expected.rows);
});

test('a question is right while its measure comes to be counted', async () => {
  const expected = await undisturbed(helpdesk);
  release.pairs = before;
  await importRecords(database, helpdesk);
  await refreshRollups(database);
  release.pairs = now;
  let isCounting = true;
  const counting = refreshRollups(database).finally(() => {
    isCounting = false;
  });
  while (isCounting) expect(await answersOf(database)).toEqual(expected.answers);
  await counting;
  expect(await uncounted()).toEqual([]);
});

test('what another release has counted meanwhile is not trusted', async () => {
  const expected = await undisturbed(helpdesk, changes);
  await importRecords(database, helpdesk);
  await refreshRollups(database);
  release.pairs = before;
  await importRecords(database, changes);
  await refreshRollups(database, { whileImporting: true });
  release.pairs = now;
  expect(await answersOf(database)).toEqual(expected.answers);
  await refreshRollups(database);
  expect(await answersOf(database)).toEqual(expected.answers);
  expect(await dumpWithRollups(database)).toEqual(expected.rows);
});

test('nothing that was counted in another way is read, of conversations, customers or replies', async () => {
  const expected = await undisturbed(helpdesk);
  await importRecords(database, helpdesk);
  await refreshRollups(database);
  await database.prisma
    .$executeRaw`update counted_measures set definition = 'another' where account_key = ${1}`;
  await database.prisma.$executeRaw`
    update monthly_counts set counts = array_fill(7::float8, array[cardinality(counts)]) where account_key = ${1}`;
  await database.prisma.$executeRaw`
    update busy_customers set conversations = 100, days = '{20300}', previous_days = '{0}' where account_key = ${1}`;
  expect(await answersOf(database)).toEqual(expected.answers);
  await refreshRollups(database);
  expect(await dumpWithRollups(database)).toEqual(expected.rows);
});
