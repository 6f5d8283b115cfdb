import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

// What tools such as graphql-cop try against a server in production, sent with a token that is valid.
let database: Database;
let send: (init: RequestInit, path?: string) => Promise<{ status: number; headers: Headers; text: string }>;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  const token = await tokenFor(database, 'acme');
  const app = appOf(database, { NODE_ENV: 'production', CORS_ORIGINS: 'https://app.example.com' });
  send = async (init, path = '/graphql') => {
    const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
    const response = await app.fetch(`http://deskgraph.test${path}`, { ...init, headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
});

afterAll(() => database.close());

const json = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
const ask = (query: unknown, headers: Record<string, string> = {}) =>
  send({ method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify({ query }) });
const names = (count: number) => Array.from({ length: count }, (_, index) => index);
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const circular = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }';
const period = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';

test.each([
  [
    'alias overload',
    `{ ${names(101)
      .map((name) => `a${name}: __typename`)
      .join(' ')} }`,
    'QUERY_TOO_COMPLEX',
  ],
  ['field duplication', `{ ${'__typename '.repeat(500)} }`, 'QUERY_TOO_COMPLEX'],
  ['directive overload', `{ __typename ${'@aa'.repeat(10)} }`, 'QUERY_TOO_COMPLEX'],
  ['circular fragments', '{ ...A } fragment A on Query { account { ...A } }', 'QUERY_TOO_COMPLEX'],
  ['introspection', getIntrospectionQuery(), 'BAD_REQUEST'],
  ['circular introspection', circular, 'BAD_REQUEST'],
  ['one type', '{ __type(name: "Query") { name } }', 'BAD_REQUEST'],
  ['a field suggestion', '{ channelSumaryReport }', 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a value suggestion',
    `{ channelSummaryReport(${period}, compareTo: PREVIOUS_YAER) { current { total } } }`,
    'BAD_USER_INPUT',
  ],
  ['an argument suggestion', `{ channelSummaryReport(perod: 1) { current { total } } }`, 'BAD_USER_INPUT'],
  ['an unknown keyword', 'qwerty cop { abc }', 'GRAPHQL_PARSE_FAILED'],
  ['a mutation', 'mutation { __typename }', 'BAD_REQUEST'],
  ['a subscription', 'subscription { __typename }', 'BAD_REQUEST'],
  [
    'an operation that is not there',
    'query A { __typename } query B { __typename }',
    'OPERATION_RESOLUTION_FAILURE',
  ],
])('%s is refused and tells nothing', async (_case, query, code) => {
  const { status, text } = await ask(query);
  expect(status).toBe(400);
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors: { extensions: { code: string } }[] };
  expect(data ?? null).toBeNull();
  expect(errors.map(({ extensions }) => extensions.code)).toContain(code);
  expect(text).not.toMatch(/did you mean|node_modules|\.[jt]s\b|stack|exception/i);
});

test.each([
  [
    'a batch',
    {
      method: 'POST',
      headers: json,
      body: JSON.stringify(names(10).map(() => ({ query: '{ __typename }' }))),
    },
  ],
  ['a form', { method: 'POST', headers: form, body: 'query=%7B__typename%7D' }],
  [
    'a multipart form',
    { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
  ],
  [
    'a bare query',
    { method: 'POST', headers: { 'content-type': 'application/graphql' }, body: '{ __typename }' },
  ],
  [
    'text that is JSON',
    { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"query":"{__typename}"}' },
  ],
  [
    'JSON by a second name',
    {
      method: 'POST',
      headers: { 'content-type': 'text/plain, application/json' },
      body: '{"query":"{__typename}"}',
    },
  ],
  ['no type at all', { method: 'POST', body: new Uint8Array(Buffer.from('{"query":"{__typename}"}')) }],
])('%s is refused', async (_case, init) => {
  const { status, text } = await send(init);
  expect(status).toBe(400);
  expect(text).not.toContain('Query');
});

test.each(['Application/JSON', 'APPLICATION/JSON; charset=UTF-8', 'application/json ; charset=utf-8'])(
  'a body of %s is JSON',
  async (type) => {
    expect((await ask('{ __typename }', { 'content-type': type })).status).toBe(200);
  },
);

test.each([
  ['a mutation', '?query=mutation%7B__typename%7D', {}, 405],
  ['a page that wants GraphiQL', '', { accept: 'text/html' }, 406],
])('%s by GET is refused', async (_case, search, headers, status) => {
  const answer = await send({ method: 'GET', headers }, `/graphql${search}`);
  expect(answer.status).toBe(status);
  expect(answer.text).not.toMatch(/<html|Query/i);
});

test.each(['PUT', 'DELETE', 'PATCH'])('%s is refused', async (method) => {
  expect((await send({ method, headers: json, body: '{"query":"{__typename}"}' })).status).toBe(405);
});

test.each(['/metrics', '/', '/graphiql', '/playground', '/altair', '/graphql/console'])(
  'nothing stands at %s',
  async (path) => {
    expect((await send({ method: 'GET', headers: { accept: 'text/html' } }, path)).status).toBe(404);
  },
);

test('tracing is not to be had', async () => {
  const { text } = await ask('{ __typename }', {
    'x-apollo-tracing': '1',
    'apollo-federation-include-trace': 'ftv1',
  });
  expect(Object.keys((JSON.parse(text) as { extensions: object }).extensions)).toEqual(['cost']);
});

test.each([
  ['https://app.example.com', 'https://app.example.com'],
  ['https://evil.example.com', null],
  ['null', null],
])('a page of %s may read the answer: %s', async (origin, allowed) => {
  const preflight = await send({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  const answer = await ask('{ __typename }', { origin });
  for (const { headers } of [preflight, answer]) {
    expect(headers.get('access-control-allow-origin')).toBe(allowed);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  }
});
