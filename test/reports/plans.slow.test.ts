import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import type { Prisma } from '../../src/database/generated/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { historyQuery } from '../harness/history.ts';
import { importLines } from '../harness/import.ts';
import { overallQuery, volumesQuery } from '../harness/overall.ts';
import { type Explained, nodesOf, type PlanNode, plansIn } from '../harness/plan.ts';
import { recordStatements, type Statement } from '../harness/statements.ts';

let database: Database;
let ask: Ask;
let statements: Statement[];

beforeAll(async () => {
  database = await freshDatabase();
  const end = new Date('2026-01-01T00:00:00Z');
  await importLines(
    database,
    generateHelpdesk({ conversations: 3000, seed: 1, end, days: 800, account: 'acme' }),
  );
  await refreshRollups(database);
  await database.prisma.$executeRaw`analyze`;
  ask = clientOf(database, await tokenFor(database, 'acme'));
  statements = recordStatements(database);
}, 60_000);

afterAll(() => database.close());

// Midnights of the helpdesk's zone, Europe/Berlin; half a year is the longest that the channels are asked for.
const year = { start: '2024-12-10T23:00:00Z', end: '2025-12-10T23:00:00Z' };
const half = { start: '2025-06-15T22:00:00Z', end: '2025-12-10T23:00:00Z' };

const channelsQuery = `query ($period: PeriodInput!, $compareTo: Comparison, $filter: ReportFilterInput) {
  channelSummaryReport(period: $period, compareTo: $compareTo, filter: $filter) { current { total } previous { total } }
  conversationsByStatusReport(period: $period, compareTo: $compareTo, filter: $filter) { current { total } }
}`;

const filters = {
  'no filter': {},
  'a mailbox': { mailboxes: ['orders'] },
  'a type': { types: ['EMAIL'] },
  'a tag': { tags: ['t3'] },
  'a type and a mailbox': { types: ['EMAIL'], mailboxes: ['orders'] },
};

const historyTotalsQuery = `query ($period: PeriodInput!) {
  userConversationHistoryReport(user: "u5", period: $period, compareTo: PREVIOUS_YEAR) {
    count current { conversations customers avgFirstResponseTime } previous { customers avgHandleTime }
  }
}`;

const entityFigures =
  '{ current { totalConversations newConversations customers } previous { totalConversations } }';
const conversationsOf = `conversations(period: $period, compareTo: PREVIOUS_YEAR) ${entityFigures}`;
const entitiesQuery = `query ($period: PeriodInput!) {
  mailboxes { ${conversationsOf} } users { ${conversationsOf} } tags { ${conversationsOf} }
}`;
const customersQuery = `query ($period: PeriodInput!) {
  one: customer(id: "c1") { ${conversationsOf} } two: customer(id: "c2") { ${conversationsOf} }
}`;

const ofRollups = (['no filter', 'a mailbox', 'a type', 'a type and a mailbox'] as const).flatMap((name) => [
  [
    `the overall report of a year, ${name}`,
    overallQuery,
    { period: year, compareTo: 'PREVIOUS_YEAR', filter: filters[name] },
  ],
  [
    `the volumes of a year, ${name}`,
    volumesQuery,
    { period: year, compareTo: 'PREVIOUS_YEAR', filter: filters[name] },
  ],
  [
    `the channels and statuses of half a year, ${name}`,
    channelsQuery,
    { period: half, compareTo: 'PREVIOUS_PERIOD', filter: filters[name] },
  ],
]) as [string, string, object][];
ofRollups.push(
  ['a question about mailboxes, users and tags over a year', entitiesQuery, { period: year }],
  ['the totals of a history of a year', historyTotalsQuery, { period: year }],
);

test.each(ofRollups)('%s reads no conversation and no thread', async (_case, query, variables) => {
  const plans = await plansOf(query, { ...variables, first: 1 });
  const read = plans.flatMap(nodesOf).filter((node) => rowTables.has(node['Relation Name'] ?? ''));
  expect(read.length).toBeGreaterThan(0);
  expect(read.filter((node) => node['Actual Rows'] * node['Actual Loops'] > 0)).toEqual([]);
});

const breakdownQuery = `query ($period: PeriodInput!, $filter: ReportFilterInput) {
  breakdownReport(by: USER, period: $period, filter: $filter) {
    rows {
      current {
        conversationsTouched conversationsCreated messagesReceived repliesSent resolutions customersReplied avgFirstResponseTime
        medianFirstResponseTime avgResponseTime medianResponseTime avgResolveTime ratings
      }
    }
  }
}`;

/** What tells when conversations were first answered or closed, and what replies took, without a look at any of them. */
const telling = ['conversations_closed_idx', 'conversations_first_response_at_idx', 'threads_reply_idx'];

test.each(['a mailbox', 'a type', 'a type and a mailbox'] as const)(
  'the breakdown of a year by user, %s, is read from rollups and from indexes that tell of times',
  async (name) => {
    const plans = await plansOf(breakdownQuery, { period: year, filter: filters[name] });
    const read = plans
      .flatMap(nodesOf)
      .filter((node) => rowTables.has(node['Relation Name'] ?? '') && node['Actual Rows'] > 0);
    expect(new Set(read.map((node) => `${node['Node Type']} ${node['Index Name']}`))).toEqual(
      new Set(telling.map((index) => `Index Only Scan ${index}`)),
    );
  },
);

test('the breakdown of a year of a tag chooses its conversations once a statement, for messages, replies, resolutions and ratings', async () => {
  const plans = await plansOf(breakdownQuery, { period: year, filter: filters['a tag'] });
  const joined = plans.map(
    (plan) =>
      nodesOf(plan).filter((node) => node['CTE Name'] === 'chosen' && node['Actual Loops'] > 0).length,
  );
  expect(joined).toEqual([3, 2]);
});

// As a page asks that ends now: the helpdesk has four conversations a day.
const ragged = { start: '2024-12-11T06:13:00Z', end: '2025-12-11T06:13:00Z' };

test('a period that begins and ends within days reads the rows of these alone', async () => {
  const plans = await plansOf(overallQuery, { period: ragged, compareTo: 'PREVIOUS_YEAR', first: 1 });
  const rowsRead = plans.map((plan) =>
    nodesOf(plan)
      .filter((node) => rowTables.has(node['Relation Name'] ?? ''))
      .reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0),
  );
  expect(Math.max(...rowsRead)).toBeGreaterThan(0);
  expect(Math.max(...rowsRead)).toBeLessThan(600);
});

test('customers are answered from their own conversations', async () => {
  const read = (await plansOf(customersQuery, { period: year }))
    .flatMap(nodesOf)
    .filter(
      (node) => rowTables.has(node['Relation Name'] ?? '') && node['Actual Rows'] * node['Actual Loops'] > 0,
    );
  const { _count: theirs } = await database.prisma.conversation.aggregate({
    where: { accountKey: 1, customerKey: { in: [1, 2] } },
    _count: true,
  });
  expect(read.map((node) => node['Relation Name'])).toEqual(read.map(() => 'conversations'));
  expect(Math.max(...read.map((node) => node['Actual Rows'] * node['Actual Loops']))).toBeLessThanOrEqual(
    theirs,
  );
  expect(read.length).toBeGreaterThan(0);
});

// The planner rightly reads a small table whole; forbidden to, it does so only where no index serves.
const looked = Object.entries(filters).flatMap(([name, filter]) => [
  [`the overall report, ${name}`, overallQuery, { period: half, compareTo: 'PREVIOUS_PERIOD', filter }],
  [`the volumes, ${name}`, volumesQuery, { period: half, compareTo: 'PREVIOUS_PERIOD', filter }],
  [
    `the channels and statuses, ${name}`,
    channelsQuery,
    { period: half, compareTo: 'PREVIOUS_PERIOD', filter },
  ],
  [`a history, ${name}`, historyQuery, { user: 'u5', period: half, compareTo: 'PREVIOUS_PERIOD', filter }],
]) as [string, string, object][];
looked.push(
  ['a question about customers', customersQuery, { period: ragged }],
  ['a question about mailboxes, users and tags', entitiesQuery, { period: ragged }],
);

test.each(looked)('%s looks everything up by an index', async (_case, query, variables) => {
  const nodes = (await plansOf(query, variables)).flatMap(nodesOf);
  const scanned = nodes
    .filter(({ 'Node Type': type }) => type === 'Seq Scan')
    .map((node) => node['Relation Name'] ?? '');
  expect(scanned.filter((table) => rowTables.has(table) || rollupTables.has(table))).toEqual([]);
});

const month = { start: '2025-10-01T06:13:00Z', end: '2025-11-01T06:13:00Z' };
const weeks = { start: '2025-09-14T06:13:00Z', end: '2025-11-01T06:13:00Z' };
const customersOfReport = `query ($period: PeriodInput!) {
  conversationsReport(period: $period, compareTo: PREVIOUS_PERIOD) { customers { top { customerId } } }
}`;

// A connection keeps the plan of a statement that it has been sent some times, made for any values.
test('the leading customers are looked up in a hash, also by a plan that is kept', async () => {
  const nodes = await nodesOfKeptPlan(customersOfReport, { period: month }, 'leaders');
  const scans = nodes.filter((node) => node['CTE Name'] === 'leaders');
  expect(scans.length).toBeGreaterThan(0);
  expect(Math.max(...scans.map((scan) => scan['Actual Loops']))).toBe(1);
});

test('rollups of types in mailboxes are looked up part by part, also by a plan that is kept', async () => {
  const filter = { types: ['EMAIL', 'CHAT'], mailboxes: ['orders', 'billing'] };
  const nodes = await nodesOfKeptPlan(volumesQuery, { period: year, filter }, 'monthly_counts');
  const read = nodes.filter((node) => node['Relation Name'] === 'monthly_counts');
  expect(read.length).toBeGreaterThan(0);
  expect(read.map((node) => node['Rows Removed by Filter'] ?? 0)).toEqual(read.map(() => 0));
});

// The period is too short for blocks, and conversations from shortly before it are looked at for threads in it.
test('threads are looked up by their conversations, also where the planner knows nothing', async () => {
  const read = (await plansOf(customersOfReport, { period: weeks }, forgetStatistics))
    .flatMap(nodesOf)
    .filter((node) => node['Relation Name'] === 'threads' && node['Actual Loops'] > 0);
  expect(read.some((node) => node['Actual Loops'] > 1)).toBe(true);
  const passedOver = read.map((node) => (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops']);
  expect(Math.max(...passedOver)).toBeLessThan(100);
});

test('rollups are looked up month by month, also where the planner knows nothing', async () => {
  const period = { start: '2025-09-14T22:00:00Z', end: '2025-11-15T23:00:00Z' };
  const read = (await plansOf(channelsQuery, { period }, forgetStatistics))
    .flatMap(nodesOf)
    .filter((node) => node['Relation Name'] === 'monthly_counts');
  expect(read.length).toBeGreaterThan(0);
  const rows = read.map(
    (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
  );
  // The days of September and of November, and October as a whole.
  expect(Math.max(...rows)).toBeLessThanOrEqual(3);
});

async function forgetStatistics(client: Prisma.TransactionClient): Promise<void> {
  await client.$executeRaw`
    delete from pg_statistic
    where starelid in (select oid from pg_class where relname in ('conversations', 'threads', 'monthly_counts'))`;
}

/** What a plan made for any values does for the statement of a request that names a table. */
async function nodesOfKeptPlan(query: string, variables: object, table: string): Promise<PlanNode[]> {
  statements.length = 0;
  expect((await ask(query, variables)).body.errors).toBeUndefined();
  const [sent] = statements.filter(({ sql }) => sql.includes(table));
  if (!sent) throw new Error(`no statement names ${table}`);
  return database.prisma.$transaction(async (client) => {
    await client.$executeRaw`set local plan_cache_mode = force_generic_plan`;
    await client.$executeRawUnsafe(`prepare kept as ${sent.sql}`);
    const explained = await client.$queryRawUnsafe<Explained>(
      `explain (analyze, timing off, format json) execute kept (${sent.values.map(literalOf).join()})`,
    );
    await client.$executeRaw`deallocate kept`;
    return plansIn(explained).flatMap(nodesOf);
  });
}

function literalOf(value: unknown): string {
  const text = Array.isArray(value) ? `{${JSON.stringify(value).slice(1, -1)}}` : String(value);
  return `'${text.replaceAll("'", "''")}'`;
}

const rowTables = new Set(['conversations', 'threads', 'field_values']);
const rollupTables = new Set(['monthly_counts', 'busy_customers', 'stale_days']);

/** The plans of the statements that a request sends after the look-up of its token. */
async function plansOf(
  query: string,
  variables: object,
  prepare: (client: Prisma.TransactionClient) => Promise<void> = async () => {},
): Promise<PlanNode[]> {
  statements.length = 0;
  expect((await ask(query, variables)).body.errors).toBeUndefined();
  const sent = statements.slice(1).filter(({ sql }) => sql.includes('with') || sql.includes('join'));
  expect(sent.length).toBeGreaterThan(0);
  return database.prisma.$transaction(async (client) => {
    await client.$executeRaw`set local enable_seqscan = off`;
    await prepare(client);
    const plans: PlanNode[] = [];
    for (const { sql, values } of sent) {
      const explain = `explain (analyze, timing off, format json) ${sql}`;
      plans.push(...plansIn(await client.$queryRawUnsafe<Explained>(explain, ...values)));
    }
    return plans;
  });
}
