import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { microsOf, readRows } from '../../database/read.ts';
import { plannedAnew } from '../../database/statement-names.ts';
import { isId } from '../../ids.ts';
import { formatInstant, toInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import { idOrder } from '../../reporting/id-order.ts';
import { countedStatus, statesOf } from '../../reporting/status.ts';
import { inMailboxes, matches } from '../../reporting/where.ts';
import type { History, ReplyScope, SortField } from './history.ts';

/** The key of a user of the account, or null. */
export async function readUserKey(
  { prisma }: Database,
  accountKey: number,
  id: string,
): Promise<number | null> {
  if (!isId(id)) return null;
  const where = { accountKey_id: { accountKey, id } };
  const user = await prisma.user.findUnique({ where, select: { key: true } });
  return user?.key ?? null;
}

const totalsRow = z.object({
  period: z.int(),
  replies: z.int(),
  conversations: z.int(),
  customers: z.int(),
  responseSum: z.number().nullable(),
  responseCount: z.int(),
  firstResponseSum: z.number().nullable(),
  firstResponseCount: z.int(),
  resolveSum: z.number().nullable(),
  resolveCount: z.int(),
  handleSum: z.number().nullable(),
  handleCount: z.int(),
});

export type TotalsRow = z.infer<typeof totalsRow>;

/** Counts, and sums of seconds with the number of their summands, of the replies in each period; none has no row. */
export function readTotals(
  database: Database,
  scope: ReplyScope,
  periods: readonly Period[],
): Promise<TotalsRow[]> {
  const conversations = periods.map((period, index) => selectConversations(scope, period, index + 1));
  const statement = Prisma.sql`${plannedAnew}
    select r.period, sum(r.replies)::int as replies, count(*)::int as conversations,
      count(distinct r.customer_key)::int as customers,
      sum(r.response_sum)::float8 as "responseSum", sum(r.response_count)::int as "responseCount",
      sum(r.first_response)::float8 as "firstResponseSum", count(r.first_response)::int as "firstResponseCount",
      sum(r.resolve)::float8 as "resolveSum", count(r.resolve)::int as "resolveCount",
      sum(r.handle_sum) as "handleSum", sum(r.handle_count)::int as "handleCount"
    from (${Prisma.join(conversations, ' union all ')}) r
    group by r.period`;
  return readRows(database, statement, totalsRow);
}

/** The conversations with a reply in a period. Its ends are constants, so that the database can tell how many there will be. */
function selectConversations(scope: ReplyScope, period: Period, place: number): Prisma.Sql {
  const { response, firstResponse, resolve } = secondsOf(scope);
  return Prisma.sql`
      select ${place}::int as period, min(t.conversation_customer_key) as customer_key, count(*) as replies,
        sum(${response}) as response_sum, count(${response}) as response_count,
        min(${firstResponse}) as first_response, min(${resolve}) as resolve,
        sum(t.handle_seconds) as handle_sum, count(t.handle_seconds) as handle_count
      from threads t
      where ${isReply(scope, period)} and ${isListed(scope)}
      group by t.conversation_key`;
}

const seconds = z.bigint().nullable();

const resultRow = z.object({
  id: z.string(),
  number: z.int(),
  status: countedStatus,
  customerKey: z.int().nullable(),
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  repliedAt: z.bigint().transform(toInstant),
  repliesSent: z.int(),
  responseSeconds: seconds,
  firstResponseSeconds: seconds,
  resolveSeconds: seconds,
  handleSum: z.number().nullable(),
  handleCount: z.int(),
});

export type ResultRow = z.infer<typeof resultRow>;

/** One page of the replies in the period, in order; no other replies leave the database. */
export function readResults(database: Database, history: History): Promise<ResultRow[]> {
  const { response, firstResponse, resolve } = secondsOf(history);
  const offset = BigInt(history.page - 1) * BigInt(history.rows);
  const roughly = roughOrderOf(history);
  const statement = Prisma.sql`${plannedAnew}
    with replies as (
      select t.conversation_key as key, t.conversation_number as number, t.counted_status as status, t.reply_count,
        t.conversation_customer_key as customer_key, t.position, t.created_at,
        ${response} as response, ${firstResponse} as first_response, ${resolve} as resolve
      from threads t
      where ${isReply(history, history.period)} and ${isListed(history)}
    ), first as (
      select * from replies r order by ${roughly} fetch first (${offset}::bigint + ${history.rows}) rows with ties
    ), page as (
      select r.*, c.id
      from first r
      join conversations c on c.account_key = ${history.account.key} and c.key = r.key
      order by ${roughly}, ${idOrder(Prisma.sql`c.id`)}, r.position limit ${history.rows} offset ${offset}::bigint
    ), handled as (
      select t.conversation_key, sum(t.handle_seconds) as sum, count(t.handle_seconds)::int as count
      from threads t
      where ${isReply(history, history.period)} and t.conversation_key in (select key from page)
      group by t.conversation_key
    )
    select r.id, r.number, r.status::text, k.key as "customerKey", k.id as "customerId", k.name as "customerName",
      ${microsOf(Prisma.sql`r.created_at`)} as "repliedAt", r.reply_count as "repliesSent",
      r.response as "responseSeconds", r.first_response as "firstResponseSeconds", r.resolve as "resolveSeconds",
      h.sum as "handleSum", h.count as "handleCount"
    from page r
    join handled h on h.conversation_key = r.key
    left join customers k on k.account_key = ${history.account.key} and k.key = r.customer_key
    order by ${roughly}, ${idOrder(Prisma.sql`r.id`)}, r.position`;
  return readRows(database, statement, resultRow);
}

/** The condition under which a thread `t` is a reply of the user within a period, in a conversation that reports count. */
function isReply({ account, userKey }: ReplyScope, { start, end }: Period): Prisma.Sql {
  return Prisma.sql`t.account_key = ${account.key} and t.user_key = ${userKey} and t.kind = 'reply' and t.counted_status is not null
    and t.created_at >= ${formatInstant(start)}::timestamptz and t.created_at < ${formatInstant(end)}::timestamptz`;
}

/** The condition under which a reply `t` is part of the history. Only folders and tags take a look at its conversation. */
function isListed(scope: ReplyScope): Prisma.Sql {
  const { account, filter, status } = scope;
  const conditions = inMailboxes(scope, Prisma.sql`t.mailbox_key`);
  if (filter.types)
    conditions.push(Prisma.sql`t.conversation_type = any(${filter.types}::conversation_type[])`);
  if (status) conditions.push(Prisma.sql`t.counted_status = any(${statesOf(status)}::conversation_status[])`);
  if (filter.folders || filter.tags) {
    conditions.push(Prisma.sql`exists (
        select from conversations c where c.account_key = ${account.key} and c.key = t.conversation_key and ${matches(scope)}
      )`);
  }
  return conditions.length > 0 ? Prisma.join(conditions, ' and ') : Prisma.sql`true`;
}

const elapsedTimes = {
  response: Prisma.sql`t.response_seconds`,
  firstResponse: Prisma.sql`t.first_response_seconds`,
  resolve: Prisma.sql`t.resolve_seconds`,
};

const officeTimes = {
  response: Prisma.sql`t.office_response_seconds`,
  firstResponse: Prisma.sql`t.office_first_response_seconds`,
  resolve: Prisma.sql`t.office_resolve_seconds`,
};

// Without office hours of an account the two are equal.
function secondsOf({ officeHours }: ReplyScope): typeof elapsedTimes {
  return officeHours ? officeTimes : elapsedTimes;
}

const sortColumns: Record<SortField, Prisma.Sql> = {
  NUMBER: Prisma.sql`r.number`,
  REPLIES_SENT: Prisma.sql`r.reply_count`,
  RESPONSE_TIME: Prisma.sql`r.response`,
  RESOLVE_TIME: Prisma.sql`r.resolve`,
};

const directions = { ASC: Prisma.sql`asc`, DESC: Prisma.sql`desc` };

/** What all replies are sorted by; ids, which decide between those that are equal so far, take long to compare. */
function roughOrderOf({ sortField, sortOrder }: History): Prisma.Sql {
  return Prisma.sql`${sortColumns[sortField]} ${directions[sortOrder]} nulls last, r.created_at`;
}
