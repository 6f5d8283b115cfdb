import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import type { Database } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { dimensions } from '../../src/reports/dimension.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importLines } from '../harness/import.ts';

let database: Database;
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  const end = new Date('2026-01-01T00:00:00Z');
  await importLines(
    database,
    generateHelpdesk({ conversations: 1500, seed: 1, end, days: 400, account: 'acme' }),
  );
  await refreshRollups(database);
  ask = clientOf(database, await tokenFor(database, 'acme'));
}, 60_000);

afterAll(() => database.close());

/** What is added up of conversations, messages and replies: a conversation is in one of two halves, and so are these. */
const counts = [
  'conversationsCreated',
  'conversationsTouched',
  'messagesReceived',
  'repliesSent',
  'resolutions',
  'ratings',
];
const query = `query ($by: Dimension!, $filter: ReportFilterInput) {
  breakdownReport(
    by: $by, first: 100, period: { start: "2025-01-01T00:00:00Z", end: "2025-12-31T00:00:00Z" }, filter: $filter
    orderBy: CONVERSATIONS_TOUCHED
  ) { rows { key current { ${counts.join(' ')} } } total { current { ${counts.join(' ')} } } }
}`;

type Figures = Record<string, number>;
interface Answer {
  readonly rows: readonly { readonly key: string | null; readonly current: Figures }[];
  readonly total: { readonly current: Figures };
}

async function answerOf(by: string, filter: object): Promise<Answer> {
  const { body } = await ask(query, { by, filter });
  expect(body.errors).toBeUndefined();
  return (body.data as { breakdownReport: Answer }).breakdownReport;
}

function added(figures: readonly Figures[]): Figures {
  return Object.fromEntries(
    counts.map((name) => [name, figures.reduce((sum, of) => sum + (of[name] ?? 0), 0)]),
  );
}

const kinds = { type: { types: ['EMAIL'] }, mailbox: { mailboxes: ['orders', 'support'] }, nothing: {} };

// Two ways to read it: with all mailboxes and types, or some, most is counted ahead of time; who is assigned cuts through all parts.
test.each(dimensions.flatMap((by) => Object.entries(kinds).map(([name, filter]) => ({ by, name, filter }))))(
  'by $by, filtered by $name, a year is what it has of the assigned and of the others',
  async ({ by, filter }) => {
    const whole = await answerOf(by, filter);
    const halves = [
      await answerOf(by, { ...filter, isAssigned: true }),
      await answerOf(by, { ...filter, isAssigned: false }),
    ];
    expect(whole.rows.length).toBeGreaterThan(0);
    expect(added(halves.map(({ total }) => total.current))).toEqual(added([whole.total.current]));
    // Of customers there are more than are listed: those with most are not those of either half.
    if (by === 'CUSTOMER') return;
    const ofKey = (key: string | null): Figures[] =>
      halves.flatMap(({ rows }) => rows.filter((row) => row.key === key).map(({ current }) => current));
    expect(whole.rows.map(({ key }) => [key, added(ofKey(key))])).toEqual(
      whole.rows.map(({ key, current }) => [key, added([current])]),
    );
  },
);
