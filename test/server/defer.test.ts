import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let token: string;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  token = await tokenFor(database, 'acme');
});

afterAll(() => database.close());

const query = `{
  account { id }
  ... @defer(label: "später") {
    conversationsByStatusReport(period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }) {
      current { total }
    }
  }
}`;

const send = (accept: string): Promise<Response> =>
  Promise.resolve(
    appOf(database).fetch('http://deskgraph.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    }),
  );

async function ask(accept: string): Promise<{ status: number; type: string | null; text: string }> {
  const response = await send(accept);
  const { status, headers } = response;
  return { status, type: headers.get('content-type'), text: await response.text() };
}

const parts = [
  {
    data: { account: { id: 'acme' } },
    hasNext: true,
    extensions: { cost: { requested: 205, limit: 100_000 } },
  },
  {
    incremental: [
      { data: { conversationsByStatusReport: { current: { total: 0 } } }, path: [], label: 'später' },
    ],
    hasNext: false,
  },
];

test.each([
  ['multipart/mixed', 'multipart/mixed; boundary="-"', /^\{.*\}$/gm],
  ['text/event-stream', 'text/event-stream', /(?<=^data: ).*$/gm],
])('a deferred part follows the rest: %s', async (accept, type, json) => {
  const answer = await ask(accept);
  expect({ status: answer.status, type: answer.type }).toEqual({ status: 200, type });
  expect((answer.text.match(json) ?? []).map((text) => JSON.parse(text))).toEqual(parts);
});

test('each part is sent in one piece, which ends with the boundary that a client waits for', async () => {
  const response = await send('multipart/mixed');
  const pieces: string[] = [];
  for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString());
  const [first = '', second = ''] = parts.map((part) => JSON.stringify(part));
  const written = (json: string): string =>
    `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}\r\n---`;
  expect(pieces).toEqual([`\r\n---\r\n${written(first)}`, `\r\n${written(second)}--\r\n`]);
});

test('a client that takes no parts is told what to accept', async () => {
  const answer = await ask('application/graphql-response+json');
  expect({ ...answer, text: JSON.parse(answer.text) }).toEqual({
    status: 400,
    type: 'application/graphql-response+json; charset=utf-8',
    text: {
      errors: [
        {
          message: '@defer and @stream need "Accept: multipart/mixed" or "Accept: text/event-stream".',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    },
  });
});

test('the log and the metrics tell of a request in parts when the last is sent', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(line) });
  const metrics = createMetrics(database);
  const app = appOf(database, {}, { logger, metrics });
  const wrong = query.replace('2026-02', '2025-02');
  const response = await app.fetch('http://deskgraph.test/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'multipart/mixed',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: wrong }),
  });
  expect(lines).toEqual([]);
  await response.text();
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ status: 200, account: 'acme' }),
  ]);
  const told = await metrics.registry.metrics();
  expect(told).toContain('deskgraph_request_duration_seconds_count{operation="",status="200"} 1');
  expect(told).toContain('deskgraph_errors_total{code="BAD_USER_INPUT"} 1');
});

test('what goes wrong in a deferred part is masked, and logged under the request', async () => {
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line) => lines.push(line) });
  await database.prisma.$executeRaw`alter table conversations rename to misplaced`;
  const response = await appOf(database, {}, { logger }).fetch('http://deskgraph.test/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'multipart/mixed',
      authorization: `Bearer ${token}`,
      'x-request-id': 'deferred-1',
    },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  await database.prisma.$executeRaw`alter table misplaced rename to conversations`;
  expect(text).toContain('"message":"Unexpected error."');
  expect(text).toContain('"code":"INTERNAL_SERVER_ERROR"');
  expect(text).not.toContain('relation');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      requestId: 'deferred-1',
      msg: 'unexpected error',
      error: expect.objectContaining({ databaseCode: '42P01' }),
    }),
  ]);
});
