import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Answer, type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { importRecords } from '../harness/import.ts';
import { recordStatements, type Statement } from '../harness/statements.ts';
import { crowd, crowdSize } from './crowd.ts';

let database: Database;
let statements: Statement[];
let ask: Ask;

beforeAll(async () => {
  database = await freshDatabase();
  await importRecords(database, crowd('acme'));
  ask = clientOf(database, await tokenFor(database, 'acme'));
  statements = recordStatements(database);
});

afterAll(() => database.close());

/** The answer without errors, and how many statements it took, the token's look-up included. */
async function counted(
  query: string,
  variables?: object,
): Promise<{ data: Answer['body']['data']; sent: number }> {
  statements.length = 0;
  const { body } = await ask(query, variables);
  expect(body.errors).toBeUndefined();
  return { data: body.data, sent: statements.length };
}

const figures = 'totalConversations conversationsCreated newConversations customers conversationsPerDay';
const stats = `
  fragment comparison on ConversationStatsComparison {
    current { startDate endDate ${figures} } previous { startDate endDate ${figures} } deltas { ${figures} }
  }`;
const week =
  'period: { start: "2026-01-08T00:00:00Z", end: "2026-01-15T00:00:00Z" }, compareTo: PREVIOUS_PERIOD';
const month = `period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }, compareTo: PREVIOUS_YEAR`;
const both = `id week: conversations(${week}) { ...comparison } month: conversations(${month}) { ...comparison }`;

const everyList = `{
  mailboxes { ${both} } tags { ${both} } users { ${both} }
  customers(first: 100) { edges { node { ${both} } } }
} ${stats}`;

type Entity = Record<string, unknown> & { id: string };

/** The entities of `everyList` by their ids. */
async function askLists(): Promise<{ entities: Map<string, Entity>; sent: number }> {
  const { data, sent } = await counted(everyList);
  const { customers, ...lists } = data as Record<string, Entity[]> & {
    customers: { edges: { node: Entity }[] };
  };
  const all = [...Object.values(lists).flat(), ...customers.edges.map(({ node }) => node)];
  return { entities: new Map(all.map((entity) => [entity.id, entity])), sent };
}

const everyId = Object.entries(crowdSize).flatMap(([kind, size]) =>
  Array.from({ length: size }, (_, index) => ({ kind, id: `${kind[0]}${index}` })),
);

test('200 mailboxes, 200 tags, 50 users and 100 customers with two comparisons each are nine statements', async () => {
  const { entities, sent } = await askLists();
  expect(sent).toBe(9);
  expect([...entities.keys()].sort()).toEqual(everyId.map(({ id }) => id).sort());
});

test('550 aliases are as many statements and give the same answers', async () => {
  const fields = everyId.map(({ kind, id }) => `${id}: ${kind}(id: "${id}") { ${both} }`);
  const { data, sent } = await counted(`{ ${fields.join('\n')} } ${stats}`);
  expect(sent).toBe(9);
  expect(new Map(Object.entries(data ?? {}))).toEqual((await askLists()).entities);
});

test('so do 550 references of a gateway', async () => {
  const typeOf: Record<string, string> = {
    mailbox: 'Mailbox',
    tag: 'Tag',
    user: 'User',
    customer: 'Customer',
  };
  const query = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on Mailbox { ${both} } ... on Tag { ${both} } ... on User { ${both} } ... on Customer { ${both} }
    }
  } ${stats}`;
  const representations = everyId.map(({ kind, id }) => ({ __typename: typeOf[kind], id }));
  const { data, sent } = await counted(query, { representations });
  expect(sent).toBe(9);
  const { entities } = await askLists();
  expect(data?.['_entities']).toEqual(everyId.map(({ id }) => entities.get(id)));
});

test('a statement is sent for each different filter, whatever order its lists have', async () => {
  const within = (filter: string): string => `conversations(${week}, filter: ${filter}) { ...comparison }`;
  const { sent } = await counted(`{
    mailboxes {
      a: ${within('{ types: [EMAIL], tags: ["t1", "t2"] }')}
      b: ${within('{ tags: ["t2", "t1", "t2"], types: [EMAIL] }')}
      c: ${within('{ tags: [], types: [] }')}
      d: conversations(${week}) { ...comparison }
    }
  } ${stats}`);
  expect(sent).toBe(2 + 2);
});

test('equal periods are read once however they are written, and only what is selected is counted', async () => {
  const { data, sent } = await counted(`{
    user(id: "u1") {
      a: conversations(period: { start: "2026-01-08T00:00:00Z", end: "2026-01-15T00:00:00Z" }) { ...created }
      b: conversations(period: { start: "2026-01-08T01:00:00.000+01:00", end: "2026-01-14T19:00:00-05:00" }) { ...created }
    }
  } fragment created on ConversationStatsComparison { current { newConversations } }`);
  expect({ data, sent }).toEqual({
    data: { user: { a: { current: { newConversations: 3 } }, b: { current: { newConversations: 3 } } } },
    sent: 3,
  });
  expect(statements.at(-1)?.values).toMatchInlineSnapshot(`
    [
      "created",
      [
        "",
      ],
      "UTC",
      1,
      "createdByAssignee",
      "54d10e0f2665aa0f",
      1,
      1,
      "conversations",
      [
        20461,
      ],
      [
        20468,
      ],
      [
        20461,
      ],
      [
        20461,
      ],
      [
        20454,
      ],
      [
        20454,
      ],
      [
        "2026-01-08T00:00:00Z",
      ],
      [
        "2026-01-15T00:00:00Z",
      ],
      [
        1,
      ],
      [
        false,
      ],
      1,
      "createdByAssignee",
      1,
      [
        2,
      ],
    ]
  `);
});

test('a comparison without its figures asks the database for nothing', async () => {
  const { sent } = await counted(`{ tag(id: "1") { conversations(${week}) { current { startDate } } } }`);
  expect(sent).toBe(1);
});

test('customers of a history answer for themselves in one statement', async () => {
  const { data, sent } = await counted(`{
    userConversationHistoryReport(user: "u1", period: { start: "2026-01-08T00:00:00Z", end: "2026-01-15T00:00:00Z" }) {
      results { customers { id conversations(${month}) { current { newConversations } } } }
    }
  }`);
  const { userConversationHistoryReport: history } = data ?? {};
  const { results } = history as { results: unknown[] };
  const of = (id: string, newConversations: number): object => ({
    customers: [{ id, conversations: { current: { newConversations } } }],
  });
  expect(results).toEqual([of('c51', 7), of('c1', 8), of('c51', 7)]);
  expect(sent).toBe(4);
});
