import {
  type GraphQLField,
  type GraphQLObjectType,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { schema } from '../../src/schema/schema.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme', { records: [{ type: 'user', id: '1', name: 'Ann' }] });
  ask = clientOf(database, await tokenFor(database, 'acme'));
});

afterAll(() => database.close());

const current = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-03-01T00:00:00Z" }';
const question = `${current}, previous: { start: "2025-01-01T00:00:00Z", end: "2025-03-01T00:00:00Z" }`;
const twoYears =
  'period: { start: "2024-01-01T00:00:00Z", end: "2026-01-01T00:00:00Z" }, compareTo: PREVIOUS_YEAR, filter: { tags: ["1"] }';

/**
 * A field with everything below it, `first: 100` wherever it can be said, and a comparison wherever there is a period; of types
 * that lead back to themselves once. Questions below another one are about two months.
 */
function everythingOf(
  field: GraphQLField<unknown, unknown>,
  around: readonly string[] = [],
  asked = question,
): string {
  const values: Record<string, string> = {
    first: 'first: 100',
    rows: 'rows: 50',
    user: 'user: "1"',
    by: 'by: MAILBOX',
    period: asked,
  };
  const isComparable = field.args.some(({ name }) => name === 'previous');
  const args = field.args
    .flatMap(({ name }) => (name === 'period' && !isComparable ? current : (values[name] ?? [])))
    .join(', ');
  const type = getNamedType(field.type);
  const path = [...around, type.name];
  const isNew = (child: GraphQLField<unknown, unknown>): boolean =>
    !path.includes(getNamedType(child.type).name);
  const below = isObjectType(type)
    ? `{ ${fieldsOf(type)
        .filter(isNew)
        .map((child) => everythingOf(child, path))
        .join(' ')} }`
    : '';
  return `${field.name}${args && `(${args})`} ${below}`;
}

const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields());
const isReport = ({ name }: GraphQLField<unknown, unknown>) => name.endsWith('Report');
const roots = fieldsOf(schema.getQueryType() as GraphQLObjectType);
const reports = roots.filter(isReport).map((root) => everythingOf(root));
// Help Scout's, Chatwoot's and Rocket.Chat's own.
const five =
  /^(conversationsReport|volumesByChannelReport|userConversationHistoryReport|channelSummaryReport|conversationsByStatusReport)\b/;
// Without edges, which hold the same again, and without the figures of what each conversation belongs to.
const rows = roots
  .filter(({ name }) => name === 'conversations')
  .map((root) => everythingOf(root, ['ConversationEdge', 'ConversationStatsComparison']));

const stats =
  'startDate endDate totalConversations conversationsCreated newConversations customers conversationsPerDay';
const deltas = stats.replace('startDate endDate ', '');
const conversations = `conversations(${question}) { current { ${stats} } previous { ${stats} } deltas { ${deltas} } }`;
const entities = (kind: string, count: number) =>
  Array.from(
    { length: count },
    (_, index) => `${kind}${index}: ${kind}(id: "${index}") { id name ${conversations} }`,
  );

const cases: [string, string][] = [
  ...reports.map((report): [string, string] => [report.slice(0, report.indexOf('(')), report]),
  // That of channels is about half a year at the most.
  ...roots
    .filter((root) => isReport(root) && root.args.some(({ name }) => name === 'previous'))
    .filter(({ name }) => name !== 'channelSummaryReport')
    .map((root): [string, string] => [
      `${root.name} of two years by a tag`,
      everythingOf(root, [], twoYears),
    ]),
  ['all five reports', reports.filter((report) => five.test(report)).join(' ')],
  ['100 conversations with all that is known of them', rows.join(' ')],
  [
    '200 mailboxes, 200 tags, 50 users and 100 customers by their ids',
    [entities('mailbox', 200), entities('tag', 200), entities('user', 50), entities('customer', 100)]
      .flat()
      .join(' '),
  ],
  [
    'all mailboxes, tags and users, and 100 customers',
    ['mailboxes', 'tags', 'users']
      .map((list) => `${list} { id name ${conversations} }`)
      .concat(`customers(first: 100) { edges { node { id name ${conversations} } } }`)
      .join(' '),
  ],
];

test.each(cases)('the default limits let %s through', async (_case, selection) => {
  const { status, body } = await ask(`{ ${selection} }`);
  expect(body.errors).toBeUndefined();
  expect(status).toBe(200);
});

test("the default limits let GraphiQL's introspection through", async () => {
  const query = getIntrospectionQuery({
    schemaDescription: true,
    specifiedByUrl: true,
    inputValueDeprecation: true,
  });
  expect((await ask(query)).body.errors).toBeUndefined();
});
