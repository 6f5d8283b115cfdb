import { serverAudits } from 'graphql-http';
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

// The audits of GraphQL over HTTP, sent as every client of this service sends its questions: with a token, and a GET with its header.
const audits = serverAudits({
  url: () => `${listening.address}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    if (init.method !== 'POST') headers.set('graphql-require-preflight', '1');
    return fetch(url, { ...init, headers });
  },
});

test('there are 61 audits', () => {
  expect(audits.length).toBe(61);
});

test.each(audits.map(({ name, fn }) => [name, fn] as const))('%s', async (_name, audit) => {
  expect(await audit()).toMatchObject({ status: 'ok' });
});
