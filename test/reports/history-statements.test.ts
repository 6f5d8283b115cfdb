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
  expect(user?.sql).toContain('from users');
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
        with first as materialized (
          select * from (
          select t.conversation_key as key, t.conversation_number as number, t.counted_status as status, t.reply_count,
            t.conversation_customer_key as customer_key, t.position, t.created_at,
            t.office_response_seconds as response, t.office_first_response_seconds as first_response, t.office_resolve_seconds as resolve
          from threads t
          where t.account_key = $1 and t.user_key = $2 and t.kind = 'reply' and t.counted_status is not null and t.created_at >= $3::timestamptz and t.created_at < $4::timestamptz and t.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $5 and d.id = any($6::text[]))) and t.counted_status = any($7::conversation_status[]) and exists (
            select from conversations c where c.account_key = $8 and c.key = t.conversation_key and c.account_key = $9 and c.status <> 'spam' and not c.deleted and c.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $10 and d.id = any($11::text[]))) and c.tag_keys = '{}'
          )) r order by r.response desc nulls last, r.created_at limit $12::bigint
        ), last as (
          select r.response as value, r.created_at from first r order by r.response desc nulls last, r.created_at offset $13::bigint
        ), tied as (
          select r.*
          from (
          select t.conversation_key as key, t.conversation_number as number, t.counted_status as status, t.reply_count,
            t.conversation_customer_key as customer_key, t.position, t.created_at,
            t.office_response_seconds as response, t.office_first_response_seconds as first_response, t.office_resolve_seconds as resolve
          from threads t
          where t.account_key = $14 and t.user_key = $15 and t.kind = 'reply' and t.counted_status is not null and t.created_at >= $16::timestamptz and t.created_at < $17::timestamptz and t.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $18 and d.id = any($19::text[]))) and t.counted_status = any($20::conversation_status[]) and exists (
            select from conversations c where c.account_key = $21 and c.key = t.conversation_key and c.account_key = $22 and c.status <> 'spam' and not c.deleted and c.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $23 and d.id = any($24::text[]))) and c.tag_keys = '{}'
          ) and t.created_at = (select l.created_at from last l)) r
          join last l on r.response is not distinct from l.value
        ), page as (
          select r.*, c.id
          from (select * from first union select * from tied) r
          join conversations c on c.account_key = $25 and c.key = r.key
          order by r.response desc nulls last, r.created_at, not (c.id ~ '^-?[0-9]+$'), case when c.id ~ '^-?[0-9]+$' then c.id::numeric else 0 end, c.id collate "C", r.position limit $26 offset $27::bigint
        ), handled as (
          select t.conversation_key, sum(t.handle_seconds) as sum, count(t.handle_seconds)::int as count
          from threads t
          where t.account_key = $28 and t.user_key = $29 and t.kind = 'reply' and t.counted_status is not null and t.created_at >= $30::timestamptz and t.created_at < $31::timestamptz and t.conversation_key in (select key from page)
          group by t.conversation_key
        )
        select r.id as "conversationId", r.number, r.status::text, k.key as "customerKey", k.id as "customerId", k.name as "customerName",
          (extract(epoch from r.created_at) * 1000000)::bigint as "repliedAt", r.reply_count as "repliesSent",
          r.response as "responseSeconds", r.first_response as "firstResponseSeconds", r.resolve as "resolveSeconds",
          h.sum as "handleSum", h.count as "handleCount", (
            select a.time_zone = $32 and a.office_hours::text = $33
            from accounts a where a.key = $34
          ) as "areHoursKnown"
        from page r
        join handled h on h.conversation_key = r.key
        left join customers k on k.account_key = $35 and k.key = r.customer_key
        order by r.response desc nulls last, r.created_at, not (r.id ~ '^-?[0-9]+$'), case when r.id ~ '^-?[0-9]+$' then r.id::numeric else 0 end, r.id collate "C", r.position",
      "/* planned anew */
        select r.period, sum(r.replies)::int as replies, count(*)::int as conversations,
          count(distinct r.customer_key)::int as customers,
          sum(r.response_sum)::float8 as "responseSum", sum(r.response_count)::int as "responseCount",
          sum(r.first_response)::float8 as "firstResponseSum", count(r.first_response)::int as "firstResponseCount",
          sum(r.resolve)::float8 as "resolveSum", count(r.resolve)::int as "resolveCount",
          sum(r.handle_sum) as "handleSum", sum(r.handle_count)::int as "handleCount", (
            select a.time_zone = $1 and a.office_hours::text = $2
            from accounts a where a.key = $3
          ) as "areHoursKnown"
        from (
          select $4::int as period, min(t.conversation_customer_key) as customer_key, count(*) as replies,
            sum(t.office_response_seconds) as response_sum, count(t.office_response_seconds) as response_count,
            min(t.office_first_response_seconds) as first_response, min(t.office_resolve_seconds) as resolve,
            sum(t.handle_seconds) as handle_sum, count(t.handle_seconds) as handle_count
          from threads t
          where t.account_key = $5 and t.user_key = $6 and t.kind = 'reply' and t.counted_status is not null and t.created_at >= $7::timestamptz and t.created_at < $8::timestamptz and t.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $9 and d.id = any($10::text[]))) and t.counted_status = any($11::conversation_status[]) and exists (
            select from conversations c where c.account_key = $12 and c.key = t.conversation_key and c.account_key = $13 and c.status <> 'spam' and not c.deleted and c.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $14 and d.id = any($15::text[]))) and c.tag_keys = '{}'
          )
          group by t.conversation_key union all 
          select $16::int as period, min(t.conversation_customer_key) as customer_key, count(*) as replies,
            sum(t.office_response_seconds) as response_sum, count(t.office_response_seconds) as response_count,
            min(t.office_first_response_seconds) as first_response, min(t.office_resolve_seconds) as resolve,
            sum(t.handle_seconds) as handle_sum, count(t.handle_seconds) as handle_count
          from threads t
          where t.account_key = $17 and t.user_key = $18 and t.kind = 'reply' and t.counted_status is not null and t.created_at >= $19::timestamptz and t.created_at < $20::timestamptz and t.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $21 and d.id = any($22::text[]))) and t.counted_status = any($23::conversation_status[]) and exists (
            select from conversations c where c.account_key = $24 and c.key = t.conversation_key and c.account_key = $25 and c.status <> 'spam' and not c.deleted and c.mailbox_key = any(array(select d.key from mailboxes d where d.account_key = $26 and d.id = any($27::text[]))) and c.tag_keys = '{}'
          )
          group by t.conversation_key) r
        group by r.period",
    ]
  `);
  expect(sent.map(({ values }) => JSON.stringify(values))).toMatchInlineSnapshot(`
    [
      "[1,1,"2024-03-04T00:00:00Z","2024-03-05T00:00:00Z",1,["m"],["pending","snoozed","on_hold"],1,1,1,["m"],"20","19",1,1,"2024-03-04T00:00:00Z","2024-03-05T00:00:00Z",1,["m"],["pending","snoozed","on_hold"],1,1,1,["m"],1,10,"10",1,1,"2024-03-04T00:00:00Z","2024-03-05T00:00:00Z","Europe/Berlin","{\\"days\\": [{\\"to\\": \\"17:00\\", \\"day\\": 1, \\"from\\": \\"09:00\\"}, {\\"to\\": \\"17:00\\", \\"day\\": 2, \\"from\\": \\"09:00\\"}, {\\"to\\": \\"17:00\\", \\"day\\": 3, \\"from\\": \\"09:00\\"}, {\\"to\\": \\"17:00\\", \\"day\\": 4, \\"from\\": \\"09:00\\"}, {\\"to\\": \\"17:00\\", \\"day\\": 5, \\"from\\": \\"09:00\\"}], \\"enabled\\": true}",1,1]",
      "["Europe/Berlin","{\\"days\\": [{\\"to\\": \\"17:00\\", \\"day\\": 1, \\"from\\": \\"09:00\\"}, {\\"to\\": \\"17:00\\", \\"day\\": 2, \\"from\\": \\"09:00\\"}, {\\"to\\": \\"17:00\\", \\"day\\": 3, \\"from\\": \\"09:00\\"}, {\\"to\\": \\"17:00\\", \\"day\\": 4, \\"from\\": \\"09:00\\"}, {\\"to\\": \\"17:00\\", \\"day\\": 5, \\"from\\": \\"09:00\\"}], \\"enabled\\": true}",1,1,1,1,"2024-03-04T00:00:00Z","2024-03-05T00:00:00Z",1,["m"],["pending","snoozed","on_hold"],1,1,1,["m"],2,1,1,"2023-03-04T00:00:00Z","2023-03-05T00:00:00Z",1,["m"],["pending","snoozed","on_hold"],1,1,1,["m"]]",
    ]
  `);
});

const report = (args: string, fields: string): string =>
  `userConversationHistoryReport(user: "ann", period: { start: "${period.start}", end: "${period.end}" } ${args}) { ${fields} }`;

test.each([
  ['page', 0],
  ['results { conversationId }', 1],
  ['results { conversationId subject url }', 2],
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
