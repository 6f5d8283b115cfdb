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
import { matches } from '../../reporting/where.ts';
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
      select ${place}::int as period, c.customer_key, count(*) as replies,
        sum(${response}) as response_sum, count(${response}) as response_count,
        min(${firstResponse}) as first_response, ${resolve} as resolve,
        sum(t.handle_seconds) as handle_sum, count(t.handle_seconds) as handle_count
      from threads t
      join conversations c on c.account_key = t.account_key and c.key = t.conversation_key
      where ${isReply(scope, period)} and ${isListed(scope)}
      group by c.account_key, c.key`;
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
  const { roughly, exactly } = orderOf(history);
  const statement = Prisma.sql`${plannedAnew}
    with replies as (
      select c.key, c.id, c.number, c.status, c.customer_key, c.reply_count, t.position, t.created_at,
        ${response} as response, ${firstResponse} as first_response, ${resolve} as resolve
      from threads t
      join conversations c on c.account_key = t.account_key and c.key = t.conversation_key
      where ${isReply(history, history.period)} and ${isListed(history)}
    ), first as (
      select * from replies r order by ${roughly} fetch first (${offset}::bigint + ${history.rows}) rows with ties
    ), page as (
      select * from first r order by ${exactly} limit ${history.rows} offset ${offset}::bigint
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
    order by ${exactly}`;
  return readRows(database, statement, resultRow);
}

/** The condition under which a thread `t` is a reply of the user within a period. */
function isReply({ account, userKey }: ReplyScope, { start, end }: Period): Prisma.Sql {
  return Prisma.sql`t.account_key = ${account.key} and t.user_key = ${userKey} and t.kind = 'reply'
    and t.created_at >= ${formatInstant(start)}::timestamptz and t.created_at < ${formatInstant(end)}::timestamptz`;
}

/** The condition under which a conversation `c` is part of the history. */
function isListed(scope: ReplyScope): Prisma.Sql {
  if (scope.status === null) return matches(scope);
  return Prisma.sql`${matches(scope)} and c.status = any(${statesOf(scope.status)}::conversation_status[])`;
}

const elapsedTimes = {
  response: Prisma.sql`t.response_seconds`,
  firstResponse: Prisma.sql`t.first_response_seconds`,
  resolve: Prisma.sql`c.resolve_seconds`,
};

const officeTimes = {
  response: Prisma.sql`t.office_response_seconds`,
  firstResponse: Prisma.sql`t.office_first_response_seconds`,
  resolve: Prisma.sql`c.office_resolve_seconds`,
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

/** The order of the results, and the part of it that all of them are sorted by: ids take long to compare. */
function orderOf({ sortField, sortOrder }: History): {
  readonly roughly: Prisma.Sql;
  readonly exactly: Prisma.Sql;
} {
  const roughly = Prisma.sql`${sortColumns[sortField]} ${directions[sortOrder]} nulls last, r.created_at`;
  return { roughly, exactly: Prisma.sql`${roughly}, ${idOrder(Prisma.sql`r.id`)}, r.position` };
}
