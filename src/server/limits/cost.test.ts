import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/schema.ts';
import { costOf } from './cost.ts';

const year = 'period: { start: "2026-01-01T00:00:00Z", end: "2027-01-01T00:00:00Z" }';
const week = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-01-08T00:00:00Z" }';
const total = `conversations(${year}) { current { totalConversations } }`;
const compared = `conversations(${year}, compareTo: PREVIOUS_YEAR) { deltas { customers } }`;
const page = `userConversationHistoryReport(user: "1", ${year}`;

// A report reads for 500 points a period, an entity for 20, a page of customers for 200, and ten ids of a filter are one more; so
// is each value or object that may be delivered.
test.each([
  ['a value', '{ account { id } }', 2],
  ['a value asked for twice', '{ account { id id ...F } } fragment F on Account { id }', 2],
  ['a report', `{ conversationsByStatusReport(${year}) { current { total } } }`, 500 + 3],
  [
    'a report compared',
    `{ conversationsByStatusReport(${year}, compareTo: PREVIOUS_YEAR) { current { total } } }`,
    1000 + 3,
  ],
  ['seven buckets', `{ volumesByChannelReport(${week}) { current { chat email } } }`, 500 + 1 + 7 * 3],
  [
    'twelve buckets',
    `{ volumesByChannelReport(${year}, viewBy: MONTH) { current { chat } previous { chat } } }`,
    500 + 1 + 2 * 12 * 2,
  ],
  [
    'the ten entries of a top list',
    `{ conversationsReport(${year}) { tags { count top { tagId } } } }`,
    500 + 3 + 10 * 2,
  ],
  [
    '100 entries of a top list',
    `{ conversationsReport(${year}) { tags(first: 100) { top { tagId } } } }`,
    500 + 2 + 100 * 2,
  ],
  ['a page of 25', `{ ${page}) { results { conversationId } } }`, 500 + 1 + 25 * 2],
  ['a page of 50', `{ ${page}, rows: 50) { results { conversationId } } }`, 500 + 1 + 50 * 2],
  [
    'a report with a long filter',
    `{ conversationsByStatusReport(${year}, filter: { types: [CHAT], tags: [${'"1" '.repeat(900)}], folders: [${'"2" '.repeat(98)}] }) { current { total } } }`,
    500 + 99 + 3,
  ],
  ['an entity', `{ mailbox(id: "1") { ${total} } }`, 20 + 4],
  ['an entity compared', `{ mailbox(id: "1") { ${compared} } }`, 40 + 4],
  ['a page of customers', '{ customers(first: 1, search: "x") { edges { cursor } } }', 200 + 1 + 2],
  ['a list of entities', `{ mailboxes { ${total} } }`, 100 * (20 + 4)],
  [
    'a gateway',
    `{ _entities(representations: [{ __typename: "Tag", id: "1" }, { __typename: "User", id: "2" }]) { __typename ... on Tag { ${total} } ... on User { id } } }`,
    2 * (20 + 4),
  ],
  ['introspection', '{ __schema { types { fields { name } } } }', 100],
])('%s', (_case, query, cost) => {
  expect(costOf(schema, parse(query), undefined, {})).toBe(cost);
});

test('variables count as what they stand for', () => {
  const query = parse(
    `query ($first: Int! = 3) { conversationsReport(${year}) { tags(first: $first) { top { tagId } } } }`,
  );
  const costs = [{}, { first: 100 }].map((variables) => costOf(schema, query, undefined, variables));
  expect(costs).toEqual([502 + 3 * 2, 502 + 100 * 2]);
});

test.each([
  ['no such operation', '{ account { id } }', 'Other', {}],
  [
    'a wrong variable',
    'query ($first: Int!) { customers(first: $first) { edges { cursor } } }',
    null,
    { first: 'x' },
  ],
])('%s has no cost: it cannot run', (_case, query, operation, variables) => {
  expect(costOf(schema, parse(query), operation, variables)).toBeUndefined();
});
