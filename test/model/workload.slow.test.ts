import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { checkReport } from './check.ts';
import { question } from './question.ts';
import type { Helpdesk } from './records.ts';
import { dimensions, type WorkloadQuestion, workload } from './workload.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

afterAll(() => database.close());

const figures = 'open unassigned pending snoozed onHold waiting oldestWaitingSince';

const query = `query ($filter: ReportFilterInput, $by: Dimension!, $first: Int!) {
  report: workloadReport(filter: $filter) { ${figures} rows(by: $by, first: $first) { key name ${figures} } }
}`;

const questionOf = (desk: Helpdesk): fc.Arbitrary<WorkloadQuestion> =>
  fc
    .record({
      asked: question(desk),
      by: fc.constantFrom(...dimensions),
      first: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 3 })),
    })
    .map(({ asked: { filter }, by, first }) => ({ ...(filter && { filter }), by, first }));

test('the workload is what the specification computes, conversation by conversation', async () => {
  await checkReport(database, {
    query,
    questionOf,
    bodyOf: (desk, asked, visible) => {
      const report = workload(desk, asked, visible);
      if (!('argument' in report)) return { data: { report } };
      const refused = { code: 'BAD_USER_INPUT', argument: report.argument };
      return { data: { report: null }, errors: [expect.objectContaining({ extensions: refused })] };
    },
  });
}, 600_000);
