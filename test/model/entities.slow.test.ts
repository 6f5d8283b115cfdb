import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { checkReport } from './check.ts';
import { entities } from './entities.ts';
import { question } from './question.ts';

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

const figures = 'totalConversations conversationsCreated newConversations customers conversationsPerDay';
const entity = `id name conversations(
  period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone
) {
  current { startDate endDate ${figures} } previous { startDate endDate ${figures} } deltas { ${figures} }
}`;
const query = `query (
  $period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput, $timeZone: TimeZone
) {
  mailboxes { ${entity} } users { ${entity} } teams { ${entity} } tags { ${entity} } untagged: tag(id: 1) { ${entity} }
  customers(first: 100) { edges { node { ${entity} } } }
}`;

test('entities answer what the specification computes, conversation by conversation', async () => {
  await checkReport(database, {
    query,
    questionOf: question,
    bodyOf: (desk, asked, visible) => ({ data: entities(desk, asked, visible) }),
  });
}, 600_000);
