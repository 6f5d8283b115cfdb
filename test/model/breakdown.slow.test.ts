import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { breakdown, breakdownQuery, breakdownQuestion } from './breakdown.ts';
import { checkReport } from './check.ts';

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

test('a breakdown is what the specification computes, row by row', async () => {
  await checkReport(database, {
    query: breakdownQuery,
    questionOf: breakdownQuestion,
    bodyOf: (desk, asked, visible) => ({ data: { report: breakdown(desk, asked, visible) } }),
  });
}, 600_000);
