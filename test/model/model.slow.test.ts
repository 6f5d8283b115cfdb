import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { channelSummary } from './channel-summary.ts';
import { conversationsByStatus } from './conversations-by-status.ts';
import { grownHelpdesk, importGrown } from './grown-helpdesk.ts';
import { type Question, question } from './question.ts';
import type { Helpdesk } from './records.ts';

/** A report as a client asks for all of it, and the same answer computed record by record. */
interface ReportModel {
  readonly query: string;
  readonly expected: (desk: Helpdesk, question: Question, visible?: string[]) => object;
}

const questionVariables =
  '$period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput';
const questionArguments = 'period: $period, previous: $previous, compareTo: $compareTo, filter: $filter';

const reports: Record<string, ReportModel> = {
  channelSummaryReport: {
    query: `query (${questionVariables}) {
      report: channelSummaryReport(${questionArguments}) {
        current { ...counts } previous { ...counts }
        deltas { channel open resolved pending snoozed total }
      }
    }
    fragment counts on ChannelSummary { channel open resolved pending snoozed total }`,
    expected: channelSummary,
  },
  conversationsByStatusReport: {
    query: `query (${questionVariables}) {
      report: conversationsByStatusReport(${questionArguments}) {
        current { total data { label value } } previous { total data { label value } }
        deltas { total open closed queued onHold }
      }
    }`,
    expected: conversationsByStatus,
  },
};

const questionsADesk = 8;
const desks = 40;

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

const scenario = grownHelpdesk.chain(({ desk, ...past }) =>
  fc.record({
    desk: fc.constant(desk),
    past: fc.constant(past),
    visible: fc.option(
      fc.subarray(
        desk.mailboxes.map(({ id }) => id),
        { minLength: 1 },
      ),
      { nil: undefined },
    ),
    questions: fc.array(question(desk), { minLength: questionsADesk, maxLength: questionsADesk }),
  }),
);

let accounts = 0;

// A failure prints its seed and the smallest helpdesk and question that show it.
test('every report answers as the specification computes it, conversation by conversation', async () => {
  const check = fc.asyncProperty(scenario, async ({ desk, past, visible, questions }) => {
    const accountId = `desk-${++accounts}`;
    await importGrown(database, accountId, { desk, ...past });
    const token = await tokenFor(database, accountId, { mailboxIds: visible ?? [] });
    const ask = clientOf(database, token);
    for (const asked of questions) await compareAll(ask, desk, asked, visible);
  });
  await fc.assert(check, { numRuns: desks });
}, 600_000);

async function compareAll(ask: Ask, desk: Helpdesk, asked: Question, visible?: string[]): Promise<void> {
  for (const [name, { query, expected }] of Object.entries(reports)) {
    const { body } = await ask(query, asked);
    expect({ name, body }).toEqual({ name, body: { data: { report: expected(desk, asked, visible) } } });
  }
}
