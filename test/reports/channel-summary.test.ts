import { expect, test } from 'vitest';
import { refreshRollups } from '../../src/counting/ahead/refresh.ts';
import { createAccount } from '../harness/account.ts';
import { clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { conversation, masters } from '../import/helpdesk.ts';

test('a channel is reported however long it is, from stored rows and counted ahead', async () => {
  const database = await freshDatabase();
  const channel = 'x'.repeat(300);
  const long = { ...conversation, createdAt: '2024-03-01T12:00:00Z', channel };
  await createAccount(database, 'acme', { records: [...masters, long] });
  const ask = clientOf(database, await tokenFor(database, 'acme'));
  const query = `{ report: channelSummaryReport(
    period: { start: "2024-02-29T00:00:00Z", end: "2024-03-03T00:00:00Z" }
  ) { current { channel open } } }`;
  const answer = { status: 200, body: { data: { report: { current: [{ channel, open: 1 }] } } } };
  expect(await ask(query)).toEqual(answer);
  await refreshRollups(database);
  expect(await ask(query)).toEqual(answer);
  await database.close();
});
