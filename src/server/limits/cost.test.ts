import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/schema.ts';
import { costOf } from './cost.ts';

const anybody = { timeZone: 'Europe/Berlin', isLimited: false };
const limited = { ...anybody, isLimited: true };

const year = 'period: { start: "2026-01-01T00:00:00Z", end: "2027-01-01T00:00:00Z" }';
const twoYears = 'period: { start: "2025-01-01T00:00:00Z", end: "2027-01-02T00:00:00Z" }';
const week = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-01-08T00:00:00Z" }';
const total = `conversations(${year}) { current { totalConversations } }`;
const compared = `conversations(${year}, compareTo: PREVIOUS_YEAR) { deltas { customers } }`;
const page = `userConversationHistoryReport(user: "1", ${year}`;
const report = (args: string, fields: string) => `{ conversationsReport(${args}) { ${fields} } }`;
const byTags = 'filter: { tags: ["1"] }';
const many = (count: number, field: (index: number) => string) =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field(index)}`).join(' ')} }`;
const statusBy = (tag: number) =>
  `conversationsByStatusReport(${twoYears}, filter: { tags: ["${tag}"] }) { current { total } }`;

// What is read costs its points once a period: at least 200 for a statement, and of what two years of rows take (1,800 for a count)
// 5 % and what the days of the period are of 95 %. Each value or object that may be delivered is one more, and so are ten ids of a
// filter and, five times, a period of an entity.
test.each([
  ['a value', '{ account { id } }', 2],
  ['a value asked for twice', '{ account { id id ...F } } fragment F on Account { id }', 2],
  ['a report', `{ conversationsByStatusReport(${year}) { current { total } } }`, 200 + 3],
  [
    'a report compared',
    `{ conversationsByStatusReport(${year}, compareTo: PREVIOUS_YEAR) { deltas { total } } }`,
    2 * 200 + 3,
  ],
  [
    'a report compared with itself',
    `{ conversationsByStatusReport(${year}, previous: { start: "2026-01-01T01:00:00+01:00", end: "2027-01-01T00:00:00Z" }) { previous { total } current { total } } }`,
    200 + 5,
  ],
  ['rows of two years', `{ ${statusBy(1)} }`, 1800 + 3],
  ['two filters', many(2, statusBy), 2 * (1800 + 3)],
  ['one filter twice', many(2, () => statusBy(1)), 1800 + 2 * 3],
  [
    'rows of a year',
    `{ conversationsByStatusReport(${year}, ${byTags}) { current { total } } }`,
    Math.ceil(1800 * (0.05 + (0.95 * 365) / 731)) + 3,
  ],
  ['rows of a week', `{ conversationsByStatusReport(${week}, ${byTags}) { current { total } } }`, 200 + 3],
  [
    'rows of more years than an account is likely to have',
    `{ conversationsByStatusReport(period: { start: "1990-01-01T00:00:00Z", end: "2027-01-02T00:00:00Z" }, ${byTags}) { current { total } } }`,
    1800 + 3,
  ],
  [
    'no filter',
    report(`${twoYears}, filter: { tags: [], types: null }`, 'current { totalConversations }'),
    200 + 3,
  ],
  ['types', report(`${twoYears}, filter: { types: [CHAT] }`, 'current { totalConversations }'), 200 + 3],
  [
    'distinct customers by types',
    report(`${twoYears}, filter: { types: [CHAT] }`, 'current { totalConversations customers }'),
    200 + 5500 + 4,
  ],
  ['distinct customers', report(twoYears, 'current { customers }'), 200 + 275 + 3],
  ['the days of another zone', report(`${twoYears}, timeZone: "Asia/Tokyo"`, 'busyTimeStart'), 3400 + 2],
  [
    "the account's zone by its name",
    report(`${twoYears}, timeZone: "Europe/Berlin"`, 'busyTimeStart'),
    200 + 2,
  ],
  [
    'busy times, which are one statement of the current period',
    report(
      `${twoYears}, compareTo: PREVIOUS_YEAR, ${byTags}`,
      'busyTimeStart busyTimeEnd busiestDay { day }',
    ),
    3400 + 5,
  ],
  [
    'a series of one figure, and the same figure of the whole period',
    `{ activityReport(${twoYears}) { current { resolutions } series(viewBy: MONTH) { current { resolutions } } } }`,
    3100 + 5200 + 5000 + (1 + 2) + (1 + 25 * 2),
  ],
  ['how things stand now', '{ workloadReport { open waiting } }', 800 + 3],
  [
    'how things stand now by two dimensions',
    '{ workloadReport { a: rows(by: TEAM) { open } b: rows(by: USER, first: 5) { open } } }',
    800 + 1 + (600 + 10 * 2) + (600 + 5 * 2),
  ],
  [
    'everything',
    report(
      `${twoYears}, ${byTags}`,
      'filterTags { name } current { customers } tags { count } customers { count } replies { count } workflows { count } customFields { count }',
    ),
    3300 + 5500 + 6500 + 3500 + 5200 + 4500 + 10_800 + (1 + 10 * 2 + 2 + 5 * 2),
  ],
  ['seven buckets', `{ volumesByChannelReport(${week}) { current { chat email } } }`, 200 + 1 + 7 * 3],
  [
    'twelve buckets',
    `{ volumesByChannelReport(${year}, viewBy: MONTH) { current { chat } previous { chat } } }`,
    Math.ceil(1800 * (0.05 + (0.95 * 365) / 731)) + 1 + 2 * 12 * 2,
  ],
  ['the ten entries of a top list', report(year, 'tags { count top { tagId } }'), 325 + 3 + 10 * 2],
  ['100 entries of a top list', report(year, 'tags(first: 100) { top { tagId } }'), 325 + 2 + 100 * 2],
  ['a page of 25', `{ ${page}) { results { conversationId } } }`, 525 + 1 + 25 * 2],
  ['a page of 50', `{ ${page}, rows: 50) { results { conversationId } } }`, 525 + 1 + 50 * 2],
  ['two pages', `{ a: ${page}) { count } b: ${page}, page: 2) { pages } }`, 525 + 4],
  [
    'a report with a long filter',
    `{ conversationsByStatusReport(${year}, filter: { types: [CHAT], tags: [${'"1" '.repeat(900)}], folders: [${'"2" '.repeat(98)}] }) { current { total } } }`,
    Math.ceil(1800 * (0.05 + (0.95 * 365) / 731)) + 99 + 3,
  ],
  ['an entity', `{ mailbox(id: "1") { ${total} } }`, 220 + 5 + 4],
  ['an entity compared', `{ mailbox(id: "1") { ${compared} } }`, 2 * (220 + 300 + 5) + 4],
  [
    'two entities of one kind',
    `{ a: mailbox(id: "1") { ${total} } b: mailbox(id: "2") { ${total} } }`,
    220 + 2 * 9,
  ],
  ['two kinds', `{ mailbox(id: "1") { ${total} } user(id: "2") { ${total} } }`, 2 * 220 + 2 * 9],
  ['a page of customers', '{ customers(first: 1, search: "x") { edges { cursor } } }', 600 + 1 + 2],
  ['a list of entities', `{ mailboxes { ${total} } }`, 220 + 100 * (5 + 4)],
  [
    'a gateway',
    `{ _entities(representations: [{ __typename: "Tag", id: "1" }, { __typename: "User", id: "2" }]) { __typename ... on Tag { ${total} } ... on User { id } } }`,
    275 + 2 * (5 + 4),
  ],
  ['introspection', '{ __schema { types { fields { name } } } }', 100],
])('%s', (_case, query, cost) => {
  expect(costOf(schema, parse(query), undefined, {}, anybody)).toBe(cost);
});

test('a token that is limited to mailboxes reads rows where others read what is counted ahead', () => {
  const query = report(twoYears, 'current { totalConversations customers }');
  const costs = [anybody, limited].map((asker) => costOf(schema, parse(query), undefined, {}, asker));
  expect(costs).toEqual([200 + 275 + 4, 200 + 5500 + 4]);
});

test('variables count as what they stand for', () => {
  const query = parse(
    `query ($first: Int! = 3, $tags: [ID!]) { conversationsReport(${twoYears}, filter: { tags: $tags }) { tags(first: $first) { top { tagId } } } }`,
  );
  const costs = [{}, { first: 100 }, { tags: ['1'] }].map((variables) =>
    costOf(schema, query, undefined, variables, anybody),
  );
  expect(costs).toEqual([325 + 2 + 3 * 2, 325 + 2 + 100 * 2, 6500 + 2 + 3 * 2]);
});

test('a list that thousands of fields share is looked at once', () => {
  const query = parse(
    `query ($tags: [ID!]) ${many(1900, (index) => `mailbox(id: "${index}") { conversations(${year}, filter: { tags: $tags }) { current { newConversations } } }`)}`,
  );
  const tags = Array.from({ length: 50_000 }, (_, index) => String(index));
  const points = Math.ceil(4400 * (0.05 + (0.95 * 365) / 731));
  expect(costOf(schema, query, undefined, { tags }, anybody)).toBe(points + 1900 * (5000 + 5 + 4));
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
  expect(costOf(schema, parse(query), operation, variables, anybody)).toBeUndefined();
});
