import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { overallQuery } from '../harness/overall.ts';
import { recordStatements, type Statement } from '../harness/statements.ts';

let database: Database;
let ask: Ask;
let statements: Statement[];

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  ask = clientOf(database, await tokenFor(database, 'acme'));
  statements = recordStatements(database);
});

afterAll(() => database.close());

const period = { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' };
const january = [period.start, period.end];

/** What a request sends besides the look-up of its token. */
async function statementsOf(query: string, variables?: object): Promise<Statement[]> {
  const before = statements.length;
  const { body } = await ask(query, variables);
  expect(body.errors).toBeUndefined();
  return statements.slice(before + 1);
}

const selecting = (fields: string, args = ''): string =>
  `{ conversationsReport(period: { start: "${period.start}", end: "${period.end}" } ${args}) { ${fields} } }`;

test('everything with a previous period takes five statements', async () => {
  const sent = await statementsOf(overallQuery, { period, compareTo: 'PREVIOUS_YEAR', first: 100 });
  expect(sent).toHaveLength(5);
});

test('new conversations alone are read from the conversations of the period', async () => {
  const [sent, ...others] = await statementsOf(selecting('current { newConversations }'));
  expect(others).toEqual([]);
  expect(sent?.sql).toMatchInlineSnapshot(`
    "
        select 'created' as measure, c.period, count(*)::int as count
        from (
        select p.period::int, c.key, c.created_at, c.mailbox_key, c.assignee_key, c.customer_key, c.tag_keys
        from unnest($1::timestamptz[], $2::timestamptz[]) with ordinality as p (starts, ends, period)
        join conversations c on c.account_key = $3 and c.status <> 'spam' and not c.deleted and c.created_at >= p.starts and c.created_at < p.ends) c
        group by c.period"
  `);
  expect(sent?.values).toEqual([[january[0]], [january[1]], 1]);
});

test.each([
  [
    'both periods and their deltas',
    'current { ...all } previous { ...all } deltas { totalConversations }',
    1,
  ],
  ['the dates of the periods', 'current { startDate endDate } previous { startDate endDate }', 0],
  ['the count of tags', 'tags { count }', 1],
  ['the count of customers', 'customers { count } current { totalConversations }', 1],
  ['saved replies and workflows', 'replies { count } workflows { count }', 1],
  ['one list at two lengths', 'some: tags(first: 2) { top { id } } more: tags(first: 20) { top { id } }', 2],
  ['the busy times', 'busiestDay { day } busyTimeStart busyTimeEnd', 1],
  ['the tags to filter by', 'filterTags { id } again: filterTags { name }', 1],
  ['the custom fields', 'customFields { count fields { id } }', 1],
])('%s', async (_case, fields, expected) => {
  const fragment = fields.includes('...all')
    ? 'fragment all on ConversationStats { totalConversations newConversations customers conversationsPerDay }'
    : '';
  const sent = await statementsOf(selecting(fields, 'compareTo: PREVIOUS_PERIOD') + fragment);
  expect(sent).toHaveLength(expected);
});

test('two reports that differ in their periods alone share the statement of their figures', async () => {
  const report = (start: string): string =>
    `conversationsReport(period: { start: "${start}", end: "${period.end}" }) { current { totalConversations } }`;
  const sent = await statementsOf(
    `{ one: ${report('2025-12-01T00:00:00Z')} other: ${report(period.start)} }`,
  );
  expect(sent).toHaveLength(1);
});

test.each([
  ['touched conversations', 'current { totalConversations }'],
  ['customers who got a reply', 'current { customers }'],
  ['tagged conversations', 'tags { count }'],
  ['busy times', 'busyTimeStart'],
  ['custom fields', 'customFields { count }'],
  ['tags to filter by', 'filterTags { id }'],
])('the statement of %s', async (_case, fields) => {
  const sent = await statementsOf(selecting(fields, 'filter: { mailboxes: ["m"] }'));
  expect(sent).toMatchSnapshot();
});

test.each(['tags', 'customers', 'replies', 'workflows'])('the statement of the top %s', async (list) => {
  const sent = await statementsOf(
    selecting(`${list}(first: 3) { top { id } }`, 'compareTo: PREVIOUS_PERIOD'),
  );
  // A statement of counts goes beside it, and over several connections either may be done first.
  expect(sent.filter(({ sql }) => sql.includes('lists.place'))).toMatchSnapshot();
});
