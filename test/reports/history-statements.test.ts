import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { type Ask, clientOf, tokenFor } from '../harness/app.ts';
import { freshDatabase } from '../harness/database.ts';
import { historyQuery } from '../harness/history.ts';
import { importRecords } from '../harness/import.ts';
import { recordStatements, type Statement } from '../harness/statements.ts';
import { recordsOf } from '../model/records.ts';
import { conversation, historyDesk, threads } from './history-desk.ts';

let database: Database;
let ask: Ask;
let statements: Statement[];

beforeAll(async () => {
  database = await freshDatabase();
  const desk = historyDesk([conversation('1', { threads: threads('cid 09:00', 'ann 10:00') })]);
  await importRecords(database, recordsOf('acme', desk));
  ask = clientOf(database, await tokenFor(database, 'acme'));
  statements = recordStatements(database);
});

afterAll(() => database.close());

/** What a request sends besides the look-ups of its token and of the user. */
async function statementsOf(query: string, variables?: object): Promise<Statement[]> {
  const before = statements.length;
  const { body } = await ask(query, variables);
  expect(body.errors).toBeUndefined();
  const [token, user, ...others] = statements.slice(before);
  expect(token?.sql).toContain('from tokens');
  expect(user?.sql).toContain('"users"');
  return others;
}

const period = { start: '2024-03-04T00:00:00Z', end: '2024-03-05T00:00:00Z' };

test('the whole report with a previous period takes two statements', async () => {
  const question = { user: 'ann', period, compareTo: 'PREVIOUS_YEAR', page: 2, rows: 10, status: 'PENDING' };
  const filter = { mailboxes: ['m'], tags: ['1'] };
  const sent = await statementsOf(historyQuery, {
    ...question,
    filter,
    officeHours: true,
    sortField: 'RESPONSE_TIME',
  });
  expect(sent.map(({ sql }) => sql)).toMatchInlineSnapshot(`
    [
      "/* planned anew */
        with replies as (
          select c.key, c.id, c.number, c.status, c.customer_key, c.reply_count, t.position, t.created_at,
            t.office_response_seconds as response, t.office_first_response_seconds as first_response, c.office_resolve_seconds as resolve
          from threads t
          join conversations c on c.account_key = t.account_key and c.key = t.conversation_key
          where t.account_key = $1 and t.user_key = $2 and t.kind = 'reply'
        and t.created_at >= $3::timestamptz and t.created_at < $4::timestamptz and c.account_key = $5 and c.status <> 'spam' and not c.deleted and c.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $6 and d.id = any($7::text[]))) and c.tag_keys = '{}' and c.status = any($8::conversation_status[])
        ), first as (
          select * from replies r order by r.response desc nulls last, r.created_at fetch first ($9::bigint + $10) rows with ties
        ), page as (
          select * from first r order by r.response desc nulls last, r.created_at, not (r.id ~ '^-?[0-9]+$'), case when r.id ~ '^-?[0-9]+$' then r.id::numeric else 0 end, r.id collate "C", r.position limit $11 offset $12::bigint
        ), handled as (
          select t.conversation_key, sum(t.handle_seconds) as sum, count(t.handle_seconds)::int as count
          from threads t
          where t.account_key = $13 and t.user_key = $14 and t.kind = 'reply'
        and t.created_at >= $15::timestamptz and t.created_at < $16::timestamptz and t.conversation_key in (select key from page)
          group by t.conversation_key
        )
        select r.id, r.number, r.status::text, k.key as "customerKey", k.id as "customerId", k.name as "customerName",
          (extract(epoch from r.created_at) * 1000000)::bigint as "repliedAt", r.reply_count as "repliesSent",
          r.response as "responseSeconds", r.first_response as "firstResponseSeconds", r.resolve as "resolveSeconds",
          h.sum as "handleSum", h.count as "handleCount"
        from page r
        join handled h on h.conversation_key = r.key
        left join customers k on k.account_key = $17 and k.key = r.customer_key
        order by r.response desc nulls last, r.created_at, not (r.id ~ '^-?[0-9]+$'), case when r.id ~ '^-?[0-9]+$' then r.id::numeric else 0 end, r.id collate "C", r.position",
      "/* planned anew */
        select r.period, sum(r.replies)::int as replies, count(*)::int as conversations,
          count(distinct r.customer_key)::int as customers,
          sum(r.response_sum)::float8 as "responseSum", sum(r.response_count)::int as "responseCount",
          sum(r.first_response)::float8 as "firstResponseSum", count(r.first_response)::int as "firstResponseCount",
          sum(r.resolve)::float8 as "resolveSum", count(r.resolve)::int as "resolveCount",
          sum(r.handle_sum) as "handleSum", sum(r.handle_count)::int as "handleCount"
        from (
          select $1::int as period, c.customer_key, count(*) as replies,
            sum(t.office_response_seconds) as response_sum, count(t.office_response_seconds) as response_count,
            min(t.office_first_response_seconds) as first_response, c.office_resolve_seconds as resolve,
            sum(t.handle_seconds) as handle_sum, count(t.handle_seconds) as handle_count
          from threads t
          join conversations c on c.account_key = t.account_key and c.key = t.conversation_key
          where t.account_key = $2 and t.user_key = $3 and t.kind = 'reply'
        and t.created_at >= $4::timestamptz and t.created_at < $5::timestamptz and c.account_key = $6 and c.status <> 'spam' and not c.deleted and c.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $7 and d.id = any($8::text[]))) and c.tag_keys = '{}' and c.status = any($9::conversation_status[])
          group by c.account_key, c.key union all 
          select $10::int as period, c.customer_key, count(*) as replies,
            sum(t.office_response_seconds) as response_sum, count(t.office_response_seconds) as response_count,
            min(t.office_first_response_seconds) as first_response, c.office_resolve_seconds as resolve,
            sum(t.handle_seconds) as handle_sum, count(t.handle_seconds) as handle_count
          from threads t
          join conversations c on c.account_key = t.account_key and c.key = t.conversation_key
          where t.account_key = $11 and t.user_key = $12 and t.kind = 'reply'
        and t.created_at >= $13::timestamptz and t.created_at < $14::timestamptz and c.account_key = $15 and c.status <> 'spam' and not c.deleted and c.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $16 and d.id = any($17::text[]))) and c.tag_keys = '{}' and c.status = any($18::conversation_status[])
          group by c.account_key, c.key) r
        group by r.period",
    ]
  `);
  expect(sent.map(({ values }) => JSON.stringify(values))).toMatchInlineSnapshot(`
    [
      "[1,1,"2024-03-04T00:00:00Z","2024-03-05T00:00:00Z",1,1,["m"],["pending","snoozed","on_hold"],"10",10,10,"10",1,1,"2024-03-04T00:00:00Z","2024-03-05T00:00:00Z",1]",
      "[1,1,1,"2024-03-04T00:00:00Z","2024-03-05T00:00:00Z",1,1,["m"],["pending","snoozed","on_hold"],2,1,1,"2023-03-04T00:00:00Z","2023-03-05T00:00:00Z",1,1,["m"],["pending","snoozed","on_hold"]]",
    ]
  `);
});

const report = (args: string, fields: string): string =>
  `userConversationHistoryReport(user: "ann", period: { start: "${period.start}", end: "${period.end}" } ${args}) { ${fields} }`;

test.each([
  ['page', 0],
  ['results { id }', 1],
  ['count pages', 1],
  ['current { replies } previous { replies } deltas { replies }', 1],
])('%s takes %i', async (fields, count) => {
  expect(await statementsOf(`{ ${report('compareTo: PREVIOUS_PERIOD', fields)} }`)).toHaveLength(count);
});

test('reports of one user share the statement of their totals unless they count different replies or times', async () => {
  const totals = 'current { replies avgResponseTime }';
  const sent = await statementsOf(`{
    a: ${report('', totals)} b: ${report('page: 2', totals)} c: ${report('compareTo: PREVIOUS_PERIOD', `${totals} deltas { replies }`)}
    d: ${report('officeHours: true', totals)} e: ${report('status: CLOSED', totals)}
  }`);
  expect(sent).toHaveLength(3);
});
