import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { areClose } from '../harness/numbers.ts';
import { overallQuery } from '../harness/overall.ts';
import { checkReport } from './check.ts';
import { type ConversationsQuestion, conversations } from './conversations.ts';
import { question } from './question.ts';
import type { Helpdesk } from './records.ts';

let database: Database;

beforeAll(async () => {
  expect.addEqualityTesters([areClose]);
  database = await freshDatabase();
});

afterAll(() => database.close());

const questionOf = (desk: Helpdesk): fc.Arbitrary<ConversationsQuestion> =>
  fc.tuple(question(desk), fc.integer({ min: 1, max: 12 })).map(([asked, first]) => ({ ...asked, first }));

test('the overall report is what the specification computes, conversation by conversation', async () => {
  await checkReport(database, {
    query: overallQuery,
    questionOf,
    bodyOf: (desk, asked, visible) => ({ data: { report: conversations(desk, asked, visible) } }),
  });
}, 600_000);
