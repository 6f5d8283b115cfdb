import { parse } from 'graphql';
import { schema } from '../../src/schema/schema.ts';
import { costOf } from '../../src/server/limits/cost.ts';
import { settingsOf } from '../../src/settings.ts';

const { MAX_COST, MAX_ALIASES, MAX_ROOT_FIELDS } = settingsOf({});
const asker = { timeZone: 'Europe/Berlin', isLimited: false };

const all = 'period: { start: "2024-01-01T00:00:00Z", end: "2026-01-01T00:00:00Z" }';
const shifted = 'previous: { start: "2023-12-31T12:00:00Z", end: "2025-12-31T12:00:00Z" }';
const month = 'period: { start: "2025-11-01T00:00:00Z", end: "2025-12-01T00:00:00Z" }';
const day = 'period: { start: "2025-11-03T00:00:00Z", end: "2025-11-04T00:00:00Z" }';
const clock = (index: number) =>
  new Date(Date.UTC(2024, 0, 1, 0, 0, index)).toISOString().replace('.000Z', 'Z');
const hour = (index: number) =>
  new Date(Date.UTC(2025, 8, 30, 1, 0, index)).toISOString().replace('.000Z', 'Z');
/** Another period of about two years for each index. */
const another = (index: number) => `period: { start: "${clock(index)}", end: "2026-01-01T00:00:00Z" }`;
/** Another filter by nearly all tags for each index. */
const tags = (index: number) =>
  `filter: { tags: ["1" "other${index}" ${Array.from({ length: 32 }, (_, tag) => `"t${tag + 1}"`).join(' ')}] }`;
const folders = (index: number) =>
  `filter: { folders: ["other${index}" "support-closed" "support-assigned" "billing-closed" "repairs-closed" "orders-closed"] }`;

const figures = 'totalConversations newConversations customers';
const top = (list: string) => `${list}(first: 100) { top { name count } }`;
const fields =
  'customFields { fields { name values { count } summary { total totalAnswered previousTotal } } }';
const report = `current { ${figures} } previous { ${figures} } deltas { ${figures} } busyTimeStart ${['tags', 'customers', 'replies', 'workflows'].map(top).join(' ')} ${fields}`;

const activity =
  'conversationsCreated conversationsTouched messagesReceived repliesSent conversationsReplied customersReplied resolutions reopenings';
const durations = ['firstResponse', 'response', 'resolution', 'handle']
  .map((kind) => `${kind} { count median p95 ranges { count } }`)
  .join(' ');
const breakdown =
  'conversationsCreated repliesSent customersReplied medianFirstResponseTime medianResponseTime avgResolveTime ratings satisfactionScore';

const entity = (question: string) => `conversations(${question}) { current { ${figures} } }`;

/** A field that is asked for again and again, with another question each time. */
const repeated: Readonly<Record<string, (index: number) => string>> = {
  'conversationsReport, everything, by tags': (index) =>
    `conversationsReport(${all}, ${shifted}, ${tags(index)}) { ${report} }`,
  'conversationsReport, figures, by tags': (index) =>
    `conversationsReport(${all}, ${tags(index)}) { current { ${figures} } }`,
  'conversationsReport, figures, by folders': (index) =>
    `conversationsReport(${all}, ${folders(index)}) { current { ${figures} } }`,
  'conversationsReport, figures, by periods': (index) =>
    `conversationsReport(${another(index)}) { current { ${figures} } }`,
  'conversationsReport, totals, by tags': (index) =>
    `conversationsReport(${all}, ${tags(index)}) { current { totalConversations } }`,
  'conversationsReport, tags, by tags': (index) =>
    `conversationsReport(${all}, ${tags(index)}) { tags { count top { count } } }`,
  'conversationsReport, customers, by tags': (index) =>
    `conversationsReport(${all}, ${tags(index)}) { ${top('customers')} }`,
  'conversationsReport, customers, by periods': (index) =>
    `conversationsReport(${another(index)}) { customers(first: 1) { top { count } } }`,
  'conversationsReport, customers, by two types': (index) =>
    `conversationsReport(${another(index)}, filter: { types: [EMAIL, CHAT] }) { customers(first: 1) { top { count } } }`,
  'conversationsReport, replies, by tags': (index) =>
    `conversationsReport(${all}, ${tags(index)}) { replies(first: 1) { count top { count } } }`,
  'conversationsReport, workflows, by tags': (index) =>
    `conversationsReport(${all}, ${tags(index)}) { workflows(first: 1) { count top { count } } }`,
  'conversationsReport, custom fields, by tags': (index) =>
    `conversationsReport(${all}, ${tags(index)}) { ${fields} }`,
  'conversationsReport, custom fields, by periods': (index) =>
    `conversationsReport(${another(index)}) { ${fields} }`,
  'conversationsReport, busy times, by tags': (index) =>
    `conversationsReport(${all}, ${tags(index)}) { busyTimeStart }`,
  'conversationsReport, busy times, another zone': (index) =>
    `conversationsReport(${another(index)}, timeZone: "Asia/Kolkata") { busyTimeStart }`,
  'volumesByChannelReport, by days of another zone': (index) =>
    `volumesByChannelReport(${month}, filter: { tags: ["t1" "other${index}"] }, timeZone: "Asia/Kolkata", viewBy: DAY) { current { chat } }`,
  'volumesByChannelReport, by periods': (index) =>
    `volumesByChannelReport(${another(index)}) { current { chat } }`,
  'conversationsByStatusReport, by tags': (index) =>
    `conversationsByStatusReport(${all}, ${tags(index)}) { current { total } }`,
  'conversationsByStatusReport, by periods': (index) =>
    `conversationsByStatusReport(${another(index)}) { current { total } }`,
  'channelSummaryReport, by tags': (index) =>
    `channelSummaryReport(${month}, ${tags(index)}) { current { total } }`,
  'userConversationHistoryReport, totals': (index) =>
    `userConversationHistoryReport(user: "u1", ${all}, ${tags(index)}) { current { customers avgResponseTime avgResolveTime } }`,
  'userConversationHistoryReport, pages': (index) =>
    `userConversationHistoryReport(user: "u${(index % 30) + 1}", ${another(index)}, sortField: RESPONSE_TIME, rows: 1) { results { number } }`,
  'activityReport, figures, by tags': (index) =>
    `activityReport(${all}, ${tags(index)}) { current { ${activity} } }`,
  'activityReport, series, by tags': (index) =>
    `activityReport(${all}, ${tags(index)}) { series { current { ${activity} } } }`,
  'activityReport, series of one figure, by tags': (index) =>
    `activityReport(${all}, ${tags(index)}) { series { current { customersReplied } } }`,
  'activityReport, both compared, by tags': (index) =>
    `activityReport(${all}, ${shifted}, ${tags(index)}) { current { ${activity} } previous { ${activity} } series { current { ${activity} } previous { ${activity} } } }`,
  'activityReport, days, by periods': (index) =>
    `activityReport(period: { start: "${hour(index)}", end: "2025-11-29T00:00:00Z" }) { series(viewBy: DAY) { current { ${activity} } } }`,
  'responseTimesReport, figures, by tags': (index) =>
    `responseTimesReport(${all}, ${tags(index)}) { current { ${durations} } }`,
  'responseTimesReport, series, by tags': (index) =>
    `responseTimesReport(${all}, ${tags(index)}) { series { current { ${durations} } } }`,
  'responseTimesReport, both compared, by tags': (index) =>
    `responseTimesReport(${all}, ${shifted}, ${tags(index)}) { current { ${durations} } previous { ${durations} } series { current { ${durations} } previous { ${durations} } } }`,
  'responseTimesReport, both, by periods': (index) =>
    `responseTimesReport(${another(index)}) { current { ${durations} } series { current { ${durations} } } }`,
  'breakdownReport, users, by tags': (index) =>
    `breakdownReport(by: USER, first: 1, ${all}, ${tags(index)}) { count rows { current { ${breakdown} } } }`,
  'breakdownReport, customers, by periods': (index) =>
    `breakdownReport(by: CUSTOMER, first: 1, ${another(index)}) { rows { current { ${breakdown} } } }`,
  'breakdownReport, tags, by tags': (index) =>
    `breakdownReport(by: TAG, first: 1, ${all}, ${tags(index)}) { total { current { ${breakdown} } } rows { key } }`,
  'busyTimesReport, replies, by tags': (index) =>
    `busyTimesReport(activity: REPLIED, ${all}, ${tags(index)}) { current { count } }`,
  'busyTimesReport, messages, another zone': (index) =>
    `busyTimesReport(activity: RECEIVED, ${another(index)}, timeZone: "Asia/Kolkata") { current { count } }`,
  'satisfactionReport, by tags': (index) =>
    `satisfactionReport(${all}, ${tags(index)}) { current { customers ratings } list(first: 1) { nodes { score } } }`,
  'workloadReport, by tags': (index) =>
    `workloadReport(${tags(index)}) { open waiting rows(by: USER, first: 1) { open } }`,
  'conversations, pages by tags': (index) =>
    `conversations(${all}, ${tags(index)}, first: 1) { totalCount nodes { id } }`,
  'customers, pages by search': (index) => `customers(first: 1, search: "zz${index}") { edges { cursor } }`,
};

/** The same for one entity. */
const repeatedBelow: Readonly<Record<string, readonly [string, (index: number) => string]>> = {
  'mailbox, by tags': ['mailbox(id: "support")', (index) => entity(`${all}, ${tags(index)}`)],
  'mailbox, a day by tags': ['mailbox(id: "support")', (index) => entity(`${day}, ${tags(index)}`)],
  'mailbox, by periods': ['mailbox(id: "support")', (index) => entity(another(index))],
  'tag, by tags': ['tag(id: "t1")', (index) => entity(`${all}, ${tags(index)}`)],
  'tag, by folders': ['tag(id: "t1")', (index) => entity(`${all}, ${folders(index)}`)],
  'tag, by periods': ['tag(id: "t1")', (index) => entity(another(index))],
  'user, by tags': ['user(id: "u1")', (index) => entity(`${all}, ${tags(index)}`)],
  'user, by two types': [
    'user(id: "u1")',
    (index) => entity(`${another(index)}, filter: { types: [EMAIL, CHAT] }`),
  ],
  'user, by periods': ['user(id: "u1")', (index) => entity(another(index))],
  'customer, by periods': ['customer(id: "c1")', (index) => entity(another(index))],
  'tags, by periods': ['tags', (index) => entity(another(index))],
  'customers, by periods': ['customers(first: 100) { edges { node', (index) => entity(another(index))],
};

/** For each the query that asks it as often as the default limits let through. */
export const worstQueries: Readonly<Record<string, string>> = Object.fromEntries(
  [
    ...Object.entries(repeated).map(([name, field]) => [name, '', field] as const),
    ...Object.entries(repeatedBelow).map(([name, [above, field]]) => [name, above, field] as const),
  ].map(([name, above, field]) => [name, longestWithin(above, field)]),
);

function longestWithin(above: string, field: (index: number) => string): string {
  const query = (count: number): string => {
    const fields = Array.from({ length: count }, (_, index) => `a${index}: ${field(index)}`).join('\n');
    return `{ ${above && `${above} {`} ${fields} ${'}'.repeat(above.split('{').length - (above ? 0 : 1))} }`;
  };
  let [fits, exceeds] = [0, Math.floor(Math.min(MAX_ROOT_FIELDS, MAX_ALIASES / 2)) + 1];
  while (exceeds - fits > 1) {
    const middle = Math.floor((fits + exceeds) / 2);
    const cost = costOf(schema, parse(query(middle)), undefined, {}, asker) ?? 0;
    if (cost <= MAX_COST) fits = middle;
    else exceeds = middle;
  }
  return query(fits);
}
