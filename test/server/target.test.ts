import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Listening, listen } from '../../src/server/listen.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;
let listening: Listening;
let token: string;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  token = await tokenFor(database, 'acme');
  listening = await listen(appOf(database), '127.0.0.1', 0);
});

afterAll(async () => {
  await listening.stop(0);
  await database.close();
});

/** Sends what no client library would. */
async function send(target: string, host: string): Promise<{ status: number; body: string }> {
  const socket = connect(Number(new URL(listening.address).port), '127.0.0.1');
  const head = [
    `GET ${target} HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${token}`,
    'connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const answer = await text(socket);
  const [, status] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
  return { status: Number(status), body: answer.slice(answer.indexOf('\r\n\r\n') + 4) };
}

const linked = (origin: string) =>
  `{"page":{"size":50,"totalElements":0,"totalPages":0,"number":1},"_links":{"self":{"href":"${origin}/v2/mailboxes"}}}`;

test.each([
  ['desk.example.com', 'http://desk.example.com'],
  ['127.0.0.1:80', 'http://127.0.0.1:80'],
  ['[::1]:4000', ''],
  ['', ''],
  ['a b', ''],
  ['a"b<c>', ''],
  ['[::1', ''],
  ['desk:99999', ''],
  ['desk/v2/users?', ''],
  ['desk#', ''],
  ['desk\\v2\\users', ''],
  ['somebody@desk', ''],
])('a Host of %j leads where the path does', async (host, origin) => {
  expect(await send('/v2/mailboxes', host)).toEqual({ status: 200, body: linked(origin) });
});

test.each([':99999', 'x:99999/v2/mailboxes'])('the target %s is none', async (target) => {
  expect(await send(target, 'desk')).toEqual({ status: 400, body: '' });
});

test.each(['*', '//v2/mailboxes', 'http://other.example.com/v2/mailboxes', '/%', '/\\', '/graphql/'])(
  'nothing stands at %s',
  async (target) => {
    const { status, body } = await send(target, 'desk');
    expect([400, 404]).toContain(status);
    expect(body).not.toMatch(/ at |Error/);
  },
);
