import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { tokenFor } from '../harness/app.ts';
import { startServer } from '../harness/command.ts';
import { type DatabasePlace, freshPlace } from '../harness/database.ts';
import { at } from '../harness/rest.ts';
import { deskRecords, march } from './helpscout-desk.ts';

let place: DatabasePlace;
let token: string;

beforeAll(async () => {
  place = await freshPlace();
  const database = await openDatabase(place.settings);
  await createAccount(database, 'acme', { timeZone: 'UTC', records: deskRecords });
  token = await tokenFor(database, 'acme');
  await database.close();
});

afterAll(() => place.drop());

test('metrics and the log tell of each endpoint, and nothing of what it was asked', async () => {
  const { DATABASE_URL, DATA_DIR } = place.settings;
  const server = await startServer({ DATA_DIR, ...(DATABASE_URL && { DATABASE_URL }) });
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${token}`, 'x-request-id': 'request-1' };
    const answer = await fetch(server.address + path, { ...init, headers: { ...headers, ...init.headers } });
    return [answer.status, answer.headers.get('x-request-id')];
  };
  const question = { ...march, tags: 'Confidential' };
  const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
  const credentials = { grant_type: 'client_credentials', client_id: '1-1', client_secret: token };
  const body = new URLSearchParams(credentials).toString();
  expect([
    await ask(at('/v2/reports/conversations', question)),
    await ask(at('/v2/reports/conversations', { tags: 'Confidential' })),
    await ask(at('/v2/oauth2/token', credentials), { method: 'POST' }),
    await ask('/v2/oauth2/token', { method: 'POST', headers: asForm, body }),
    await ask('/v2/oauth2/token', {
      method: 'POST',
      headers: asForm,
      body: body.replace('=dg_', '=Confidential'),
    }),
    await ask('/v2/nowhere'),
    await ask('/api/v2/accounts/acme/summary_reports/channel?since=Confidential&until=1'),
  ]).toEqual([200, 400, 200, 200, 401, 404, 422].map((status) => [status, 'request-1']));
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  const { log } = await server.stop();

  const counted = (operation: string, status: number) =>
    `deskgraph_request_duration_seconds_count{operation="${operation}",status="${status}"} `;
  expect(metrics).toContain(`${counted('GET /v2/reports/conversations', 200)}1`);
  expect(metrics).toContain(`${counted('GET /v2/reports/conversations', 400)}1`);
  expect(metrics).toContain(`${counted('POST /v2/oauth2/token', 200)}2`);
  expect(metrics).toContain(`${counted('GET /api/v2/accounts/{id}/summary_reports/channel', 422)}1`);
  expect(metrics).toContain('deskgraph_errors_total{code="BAD_USER_INPUT"} 2');
  expect(metrics).toContain('deskgraph_errors_total{code="UNAUTHENTICATED"} 1');
  expect(metrics).toContain('deskgraph_errors_total{code="NOT_FOUND"} 1');

  const lines = log
    .split('\n')
    .filter((line) => line.includes('"msg":"request"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines[0]).toMatchObject({
    requestId: 'request-1',
    method: 'GET',
    path: '/v2/reports/conversations',
    operation: 'GET /v2/reports/conversations',
    account: 'acme',
    status: 200,
    milliseconds: expect.any(Number),
  });
  for (const told of [metrics, log]) {
    expect(told).not.toContain(token);
    expect(told).not.toContain('Confidential');
  }
});
