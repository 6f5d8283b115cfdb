import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { createAccount } from '../harness/account.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { overallQuery } from '../harness/overall.ts';
import { recordStatements, type Statement } from '../harness/statements.ts';

let database: Database;
let ask: Ask;
let statements: Statement[];

beforeAll(async () => {
  database = await freshDatabase();
  await createAccount(database, 'acme');
  ask = clientOf(database, await tokenFor(database, 'acme'));
  statements = recordStatements(database);
});

afterAll(() => database.close());

const period = { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' };

/** What a request sends besides the look-up of its token. */
async function statementsOf(query: string, variables?: object): Promise<Statement[]> {
  const before = statements.length;
  const { body } = await ask(query, variables);
  expect(body.errors).toBeUndefined();
  return statements.slice(before + 1);
}

const selecting = (fields: string, args = ''): string =>
  `{ conversationsReport(period: { start: "${period.start}", end: "${period.end}" } ${args}) { ${fields} } }`;

test('everything with a previous period takes six statements', async () => {
  const sent = await statementsOf(overallQuery, { period, compareTo: 'PREVIOUS_YEAR', first: 100 });
  expect(sent).toHaveLength(6);
});

test('new conversations alone are read from the conversations of the period', async () => {
  const [sent, ...others] = await statementsOf(selecting('current { newConversations }'));
  expect(others).toEqual([]);
  expect(sent?.sql).toMatchInlineSnapshot(`
    "
        select $1::text as measure, c.period, sum(c.count)::int as count
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
          
        select c.period, 0 as key, c.type::text as label, count(*)::int as count
        from (
        select 
          p.period::int, c.key, c.created_at, c.type, c.channel, c.status, c.mailbox_key, c.assignee_key, c.team_key, c.customer_key, c.tag_keys, c.waiting_since
        from edges p
        cross join lateral (
          select c.* from conversations c where c.account_key = $22 and c.status <> 'spam' and not c.deleted and c.created_at >= p.starts and c.created_at < p.ends offset 0
        ) c) c 
        where true
        group by 1, 2, 3
        ) n
        group by n.period, n.key, n.label) c
        
        group by c.period"
  `);
  expect(sent?.values).toMatchInlineSnapshot(`
    [
      "created",
      [
        "",
      ],
      "Europe/Berlin",
      1,
      "createdByType",
      "f5e1e9db7bad509c",
      1,
      1,
      "conversations",
      [
        20455,
      ],
      [
        20485,
      ],
      [
        20455,
      ],
      [
        20455,
      ],
      [
        20454,
      ],
      [
        20454,
      ],
      [
        "2026-01-01T00:00:00Z",
        "2026-01-31T23:00:00Z",
        "2026-01-01T00:00:00Z",
      ],
      [
        "2026-01-01T23:00:00Z",
        "2026-02-01T00:00:00Z",
        "2026-02-01T00:00:00Z",
      ],
      [
        1,
        1,
        1,
      ],
      [
        true,
        true,
        false,
      ],
      1,
      "createdByType",
      1,
    ]
  `);
});

test.each([
  [
    'both periods and their deltas',
    'current { ...all } previous { ...all } deltas { totalConversations }',
    1,
  ],
  ['the dates of the periods', 'current { startDate endDate } previous { startDate endDate }', 0],
  ['the count of tags', 'tags { count }', 1],
  ['the count of customers', 'customers { count } current { totalConversations }', 1],
  ['saved replies and workflows', 'replies { count } workflows { count }', 1],
  [
    'one list at two lengths',
    'some: tags(first: 2) { top { tagId } } more: tags(first: 20) { top { tagId } }',
    2,
  ],
  ['the busy times', 'busiestDay { day } busyTimeStart busyTimeEnd', 1],
  ['the tags to filter by', 'filterTags { id } again: filterTags { name }', 1],
  ['the custom fields', 'customFields { count fields { fieldId } }', 1],
])('%s', async (_case, fields, expected) => {
  const fragment = fields.includes('...all')
    ? 'fragment all on ConversationStats { totalConversations newConversations customers conversationsPerDay }'
    : '';
  const sent = await statementsOf(selecting(fields, 'compareTo: PREVIOUS_PERIOD') + fragment);
  expect(sent).toHaveLength(expected);
});

test('two reports that differ in their periods alone share the statement of their figures', async () => {
  const report = (start: string): string =>
    `conversationsReport(period: { start: "${start}", end: "${period.end}" }) { current { totalConversations } }`;
  const sent = await statementsOf(
    `{ one: ${report('2025-12-01T00:00:00Z')} other: ${report(period.start)} }`,
  );
  expect(sent).toHaveLength(1);
});

test.each([
  ['touched conversations', 'current { totalConversations }'],
  ['customers who got a reply', 'current { customers }'],
  ['tagged conversations', 'tags { count }'],
  ['busy times', 'busyTimeStart'],
  ['custom fields', 'customFields { count }'],
  ['tags to filter by', 'filterTags { id }'],
])('the statement of %s', async (_case, fields) => {
  const sent = await statementsOf(selecting(fields, 'filter: { mailboxes: ["m"] }'));
  expect(sent).toMatchSnapshot();
});

test.each([
  ['tags', 'tagId'],
  ['customers', 'customerId'],
  ['replies', 'savedReplyId'],
  ['workflows', 'workflowId'],
])('the statement of the top %s', async (list, id) => {
  const sent = await statementsOf(
    selecting(`${list}(first: 3) { top { ${id} } }`, 'compareTo: PREVIOUS_PERIOD'),
  );
  // A statement of counts goes beside it, and over several connections either may be done first.
  expect(sent.filter(({ sql }) => sql.includes('"previousCount"'))).toMatchSnapshot();
});
