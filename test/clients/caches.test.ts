import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';

let database: Database;
let token: string;

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, desk());
  token = await tokenFor(database, 'acme');
});

afterAll(() => database.close());

/** Everything is used in both months, but more often in the second, and one conversation is replied to three times. */
function desk(): object[] {
  const named = ['tag', 'customer', 'user', 'mailbox', 'savedReply', 'workflow'];
  const options = [{ id: 'shared', name: 'Gold' }];
  return [
    { type: 'account', id: 'acme', name: 'Acme', timeZone: 'UTC' },
    // One id for all of them: products count each kind from 1.
    ...named.map((type) => ({ type, id: 'shared', name: `a ${type}` })),
    { type: 'customField', id: 'shared', name: 'Plan', mailboxId: 'shared', fieldType: 'dropdown', options },
    ...['2026-01-05', '2026-02-03', '2026-02-04'].map((day, index) => ({
      type: 'conversation',
      id: String(index),
      number: index,
      mailboxId: 'shared',
      conversationType: 'email',
      channel: 'Channel::Email',
      status: 'closed',
      createdAt: `${day}T08:00:00Z`,
      closedAt: `${day}T20:00:00Z`,
      customerId: 'shared',
      assigneeId: 'shared',
      tags: ['shared'],
      customFields: [{ fieldId: 'shared', value: 'shared' }],
      threads: repliesOf(day, index),
    })),
  ];
}

function repliesOf(day: string, index: number): object[] {
  const customer = { kind: 'customer', customerId: 'shared' };
  const reply = { kind: 'reply', userId: 'shared', savedReplyId: 'shared', workflowId: 'shared' };
  return [0, 1, 2].flatMap((turn) => [
    { ...customer, id: `c${turn}`, createdAt: `${day}T1${turn}:00:00Z` },
    {
      ...reply,
      id: `r${turn}`,
      createdAt: `${day}T1${turn}:${10 + index + 10 * turn}:00Z`,
      handleSeconds: turn,
    },
  ]);
}

const share = 'name count previousCount percent';
const numbers = 'current { totalConversations customers startDate } deltas { totalConversations }';

/** What a page asks for a period, each root field under its name after `prefix`. */
function selectionOf(prefix: string, period: string): string {
  const stats = `id name conversations(period: ${period}, compareTo: PREVIOUS_PERIOD) { ${numbers} }`;
  return `
    ${prefix}conversations: conversationsReport(period: ${period}, compareTo: PREVIOUS_PERIOD) {
      filterTags { id name } busiestDay { day hour count } ${numbers}
      tags { count top { tagId ${share} } } customers { count top { customerId ${share} } }
      replies { count top { savedReplyId ${share} } } workflows { count top { workflowId ${share} } }
      customFields { count fields { fieldId name values { optionId ${share} } summary { total totalAnswered } } }
    }
    ${prefix}volumes: volumesByChannelReport(period: ${period}) { current { date email } }
    ${prefix}history: userConversationHistoryReport(user: "shared", period: ${period}) {
      count current { replies avgResponseTime }
      results { conversationId repliedAt responseTime customers { id name } }
    }
    ${prefix}channels: channelSummaryReport(period: ${period}) { current { channel total } }
    ${prefix}statuses: conversationsByStatusReport(period: ${period}) { current { total data { label value } } }
    ${prefix}mailboxes: mailboxes { ${stats} } ${prefix}users: users { ${stats} }
    ${prefix}tags: tags { ${stats} } ${prefix}customer: customer(id: "shared") { ${stats} }`;
}

const january = { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' };
const february = { start: '2026-02-01T00:00:00Z', end: '2026-03-01T00:00:00Z' };
const inTurn = `query Month($period: PeriodInput!) { ${selectionOf('', '$period')} }`;
const atOnce = `query Months($before: PeriodInput!, $period: PeriodInput!) {
  ${selectionOf('before_', '$before')} ${selectionOf('', '$period')}
}`;

const pages = [
  ['one month after the other', inTurn, [{ period: january }, { period: february }]],
  ['two months on one page', atOnce, [{ before: january, period: february }]],
] as const;

/** Sends requests to the app, and keeps each answer's data by the period asked for. */
function answering(answers: Map<string, unknown>): typeof fetch {
  const app = appOf(database);
  return async (input, init) => {
    const response = await app.fetch(String(input), init ?? {});
    const { variables } = JSON.parse(String(init?.body)) as { variables: { period: typeof january } };
    const { data, errors } = (await response.clone().json()) as { data: unknown; errors?: unknown };
    expect(errors).toBeUndefined();
    answers.set(variables.period.start, data);
    return response;
  };
}

const url = 'http://deskgraph.test/graphql';

test.each(pages)('Apollo Client shows what the server answered: %s', async (_case, query, variables) => {
  const answers = new Map<string, unknown>();
  const headers = { authorization: `Bearer ${token}` };
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: new HttpLink({ uri: url, headers, fetch: answering(answers) }),
  });
  for (const each of variables) await client.query({ query: gql(query), variables: each });
  for (const each of variables) {
    const shown = await client.query({ query: gql(query), variables: each, fetchPolicy: 'cache-only' });
    expect(shown.data).toEqual(answers.get(each.period.start));
  }
  expect(answers.size).toBe(variables.length);
});

test.each(pages)('Graphcache shows what the server answered: %s', async (_case, query, variables) => {
  // In development it tells of each type without a key that it keeps its objects where they were found.
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const answers = new Map<string, unknown>();
  const client = new Client({
    url,
    preferGetMethod: false,
    exchanges: [cacheExchange({}), fetchExchange],
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    fetch: answering(answers),
  });
  for (const each of variables) await client.query(query, each);
  for (const each of variables) {
    const shown = await client.query(query, each, { requestPolicy: 'cache-only' });
    expect(withoutTypes(shown.data)).toEqual(withoutTypes(answers.get(each.period.start)));
  }
  expect(answers.size).toBe(variables.length);
  warn.mockRestore();
});

function withoutTypes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, each) => (key === '__typename' ? undefined : each));
}
