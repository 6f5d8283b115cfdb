import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
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
  ... @defer(label: "slow") {
    conversationsByStatusReport(period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }) {
      current { total }
    }
  }
}`;

async function ask(accept: string): Promise<{ status: number; type: string | null; text: string }> {
  const response = await appOf(database).fetch('http://deskgraph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const { status, headers } = response;
  return { status, type: headers.get('content-type'), text: await response.text() };
}

const parts = [
  {
    data: { account: { id: 'acme' } },
    extensions: { cost: { requested: 505, limit: 100_000 } },
    hasNext: true,
  },
  {
    incremental: [
      { data: { conversationsByStatusReport: { current: { total: 0 } } }, path: [], label: 'slow' },
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
