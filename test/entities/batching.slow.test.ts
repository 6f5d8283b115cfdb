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
  expect(statements.at(-1)?.sql).toMatchInlineSnapshot(`
    "
        select $1 as measure, n.period, n.key, n.count
        from (
        with 
        parts as materialized (
          select m.key as mailbox_key, t.type
          from (select 0) m (key)
          cross join unnest($2::text[]) t (type)
        ),
        zone as materialized (
          select a.time_zone = $3 and exists (
            select from counted_measures m
            where m.account_key = $4 and m.measure = $5 and m.definition = $6 and m.rest_from is null
              and m.time_zone = a.time_zone
          ) as holds from accounts a where a.key = $7
        ),
        stale as materialized (
          select s.day, s.month, s.next_month, s.starts_at, s.ends_at
          from stale_days s
          where s.account_key = $8 and s.subject = $9
          union all
          select 0, 0, 0, null, null from zone z where not z.holds
        ),
        spans as materialized (
          select * from unnest(
            $10::int[], $11::int[],
            $12::int[], $13::int[],
            $14::int[], $15::int[]
          ) with ordinality as s (first, until, first_month, until_month, head_month, tail_month, period)
          where (select z.holds from zone z)
        ),
        ranges as materialized (
          select s.period, r.*, s.first as before
          from spans s
          cross join lateral (
            select 'day' as unit, s.head_month as month, s.first, s.first_month as until
            union all select 'month', s.first_month, s.first_month, s.until_month
            union all select 'day', s.tail_month, s.until_month, s.until
            union all select distinct 'day', x.month, x.month, x.next_month from stale x
              where x.month >= s.first_month and x.month < s.until_month
          ) r
          where r.first < r.until
        ),
        edges as materialized (
          select e.starts, e.ends, e.period from unnest(
            $16::timestamptz[], $17::timestamptz[],
            $18::int[], $19::boolean[]
          ) as e (starts, ends, period, in_zone)
          where e.in_zone = (select z.holds from zone z)
          union all
          select x.starts_at, x.ends_at, s.period::int
          from spans s
          join stale x on x.day >= s.first and x.day < s.until
        )
        select n.period, n.key, n.label, sum(n.count)::int as count
        from (
          
          select k.period::int, k.key as key, k.label as label, k.count
          from (
            select g.period, g.before, r.unit, r.mailbox_key, r.user_key, 
              unnest(r.days[i.first : i.last]) as day, unnest(r.keys[i.first : i.last]) as key, unnest(r.labels[i.first : i.last]) as label,
              unnest(r.previous_days[i.first : i.last]) as previous, unnest(r.counts[i.first : i.last]) as count
            from ranges g
            cross join parts p
            cross join lateral (
              select r.* from monthly_counts r
              where r.account_key = $20 and r.measure = $21 and r.mailbox_key = p.mailbox_key and r.type = p.type and r.user_key = 0
                and r.unit = g.unit and r.month >= g.month and r.month < g.until
                and (r.unit = 'day' or r.month not in (select x.month from stale x))
              offset 0
            ) r
            cross join lateral (
              select case r.unit when 'day' then width_bucket(g.first - 1, r.days) + 1 else 1 end as first,
                case r.unit when 'day' then width_bucket(g.until - 1, r.days) else cardinality(r.keys) end as last
            ) i
          ) k
          where k.previous < k.before and (k.unit = 'month' or k.day not in (select x.day from stale x))
          union all
          
        select c.period, c.assignee_key as key, null::text as label, count(*)::int as count
        from (
        select 
          p.period::int, c.key, c.created_at, c.type, c.channel, c.status, c.mailbox_key, c.assignee_key, c.team_key, c.customer_key, c.tag_keys, c.waiting_since
        from edges p
        cross join lateral (
          select c.* from conversations c where c.account_key = $22 and c.status <> 'spam' and not c.deleted and c.created_at >= p.starts and c.created_at < p.ends offset 0
        ) c) c 
        where c.assignee_key is not null
        group by 1, 2, 3
        ) n
        group by n.period, n.key, n.label) n
        where n.key = any($23::int[])"
  `);
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
