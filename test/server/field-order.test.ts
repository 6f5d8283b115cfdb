import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { appOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';

let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
});

afterAll(() => database.close());

const period = 'period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }';

// What is known at once would else stand before what is read, and clients who compare texts see another answer each time.
test('fields are answered in the order in which they are asked for', async () => {
  const query = `{
    report: conversationsReport(${period}) { tags { count } current { totalConversations } filterTags { name } }
    users { id }
    account { id }
  }`;
  const token = await tokenFor(database, 'acme');
  const answer = await appOf(database).fetch('http://deskgraph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  expect((await answer.text()).replace(/,"extensions".*/, '}')).toBe(
    '{"data":{"report":{"tags":{"count":0},"current":{"totalConversations":0},"filterTags":[{"name":null}]},"users":[],"account":{"id":"acme"}}}',
  );
});
