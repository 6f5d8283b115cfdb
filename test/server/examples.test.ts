import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { generateHelpdesk } from '../../src/generate/helpdesk.ts';
import { examplesAt } from '../../src/server/examples.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importLines } from '../harness/import.ts';

const now = new Date('2026-02-15T00:00:00Z');
const [first, ...others] = examplesAt(now);
let database: Database;
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await importLines(database, generateHelpdesk({ conversations: 2000, seed: 1, end: now, account: 'demo' }));
  ask = clientOf(database, await tokenFor(database, 'demo'));
});

afterAll(() => database.close());

test("GraphiQL's first tab answers a report, also without its variables", async () => {
  const asked = first ?? { query: '', variables: '{}' };
  const { body } = await ask(asked.query);
  expect(body).toMatchObject({
    data: { conversationsReport: { current: { totalConversations: expect.any(Number) } } },
  });
  expect(await ask(asked.query, JSON.parse(asked.variables))).toEqual({ status: 200, body });
});

test.each(others)('the tab of $query is answered whole', async ({ query, variables }) => {
  const { body } = await ask(query, JSON.parse(variables));
  expect(body.errors).toBeUndefined();
  expect(Object.values(body.data ?? { none: null })).not.toContain(null);
});

test('the tab of customers is full of customers with a name', async () => {
  const { query, variables } =
    others.find((example) => example.query.includes('query Customers')) ?? others[0] ?? {};
  const { body } = await ask(String(query), JSON.parse(String(variables)));
  expect(body).toMatchObject({
    data: { customers: { edges: Array(20).fill({ node: { name: expect.stringMatching(/an/i) } }) } },
  });
});
