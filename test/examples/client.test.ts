import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailboxTable } from '../../examples/client/compare-mailboxes.ts';
import type { Database } from '../../src/database/client.ts';
import { type Listening, listen } from '../../src/server/listen.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';

let database: Database;
let server: Listening;

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, [
    { type: 'account', id: 'acme', name: 'Acme', timeZone: 'UTC' },
    ...['Sales', 'Support', 'Zoo'].map((name) => ({ type: 'mailbox', id: name, name })),
    ...['2026-01-05', '2026-01-06', '2026-02-01'].map((day) => conversation('Support', day)),
    conversation('Sales', '2026-02-02'),
  ]);
  server = await listen(appOf(database), '127.0.0.1', 0);
});

afterAll(async () => {
  await server.stop(1000);
  await database.close();
});

function conversation(mailboxId: string, day: string): object {
  const [type, conversationType, channel, status] = ['conversation', 'email', 'Email', 'open'];
  const createdAt = `${day}T00:00:00Z`;
  return { type, id: day, number: 1, mailboxId, conversationType, channel, status, createdAt };
}

const february = { start: '2026-02-01T00:00:00Z', end: '2026-03-01T00:00:00Z' };

test('the example client shows a table of mailboxes', async () => {
  const endpoint = { url: `${server.address}/graphql`, token: await tokenFor(database, 'acme') };
  expect(await mailboxTable(endpoint, february)).toBe(
    [
      'Mailbox  Now  Before   Change',
      'Sales      1       0      new',
      'Support    1       2  -50.0 %',
      'Zoo        0       0    0.0 %',
      '',
    ].join('\n'),
  );
});

test('the example client says what the server refuses', async () => {
  const endpoint = { url: `${server.address}/graphql`, token: 'none' };
  await expect(mailboxTable(endpoint, february)).rejects.toThrow('A valid access token is required');
});
