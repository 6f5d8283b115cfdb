import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { grownHelpdesk, importGrown } from './grown-helpdesk.ts';
import type { Helpdesk } from './records.ts';

/** A report as a client asks for all of it, random questions to it, and the response body computed record by record. */
interface ReportModel<Question extends object> {
  readonly query: string;
  readonly questionOf: (desk: Helpdesk) => fc.Arbitrary<Question>;
  /** Settings of the server that differ from the usual ones. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly bodyOf: (desk: Helpdesk, question: Question, visible?: string[]) => object;
}

const desks = 40;
const questionsADesk = 12;

/** Compares a report with its model: each random helpdesk is an account of its own and is asked several questions. */
export async function checkReport<Question extends object>(
  database: Database,
  { query, questionOf, bodyOf, environment = {} }: ReportModel<Question>,
): Promise<void> {
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
      questions: fc.array(questionOf(desk), { minLength: questionsADesk, maxLength: questionsADesk }),
    }),
  );
  let accounts = 0;
  const check = fc.asyncProperty(scenario, async ({ desk, past, visible, questions }) => {
    const accountId = `desk-${++accounts}`;
    await importGrown(database, accountId, { desk, ...past });
    const token = await tokenFor(database, accountId, { mailboxIds: visible ?? [] });
    const ask = clientOf(database, token, environment);
    for (const question of questions) {
      const { body } = await ask(query, question);
      expect(body).toEqual(bodyOf(desk, question, visible));
    }
  });
  // A failure prints its seed and the smallest helpdesk and questions that show it; looking for them ends before the test does.
  await fc.assert(check, { numRuns: desks, interruptAfterTimeLimit: 300_000, markInterruptAsFailure: true });
}
