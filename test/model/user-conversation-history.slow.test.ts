import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { historyQuery } from '../harness/history.ts';
import { areClose } from '../harness/numbers.ts';
import { grownHelpdesk, importGrown } from './grown-helpdesk.ts';
import { historyQuestion, userConversationHistory } from './user-conversation-history.ts';

const desks = 40;
const questionsADesk = 12;

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
    questions: fc.array(historyQuestion(desk), { minLength: questionsADesk, maxLength: questionsADesk }),
  }),
);

let accounts = 0;

// A failure prints its seed and the smallest helpdesk and questions that show it.
test("a user's history is what the specification computes, reply by reply", async () => {
  const check = fc.asyncProperty(scenario, async ({ desk, past, visible, questions }) => {
    const accountId = `desk-${++accounts}`;
    await importGrown(database, accountId, { desk, ...past });
    const ask = clientOf(database, await tokenFor(database, accountId, { mailboxIds: visible ?? [] }));
    for (const question of questions) {
      const { body } = await ask(historyQuery, question);
      expect(body).toEqual({ data: { report: userConversationHistory(desk, question, visible) } });
    }
  });
  await fc.assert(check, { numRuns: desks });
}, 600_000);
