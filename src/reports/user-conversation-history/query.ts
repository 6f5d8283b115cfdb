import { z } from 'zod';
import { isIn, isListed, isReply, secondsOf } from '../../counting/replies.ts';
import { areHoursKnown, assertKnownHours, ofKnownHours } from '../../counting/rows/known-hours.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { microsOf, readRows } from '../../database/read.ts';
import { plannedAnew } from '../../database/statement-names.ts';
import { isId } from '../../ids.ts';
import { toInstant } from '../../period/instant.ts';
import { idOrder } from '../../question/order.ts';
import { countedStatus } from '../../question/status.ts';
import type { History, SortField } from './history.ts';

const userRow = z.object({ id: z.string(), key: z.int() });

/** The keys of users of the account by their ids, in one statement. */
export async function readUserKeys(
  database: Database,
  accountKey: number,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const possible = ids.filter(isId);
  if (possible.length === 0) return new Map();
  const statement = Prisma.sql`
    select u.id, u.key from users u where u.account_key = ${accountKey} and u.id = any(${possible}::text[])`;
  const users = await readRows(database, statement, userRow);
  return new Map(users.map(({ id, key }) => [id, key]));
}

const seconds = z.bigint().nullable();

const resultRow = ofKnownHours.extend({
  conversationId: z.string(),
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
export async function readResults(database: Database, history: History): Promise<ResultRow[]> {
  const statement = Prisma.sql`${plannedAnew}
    with ${pageTables(history)}, handled as (
      select t.conversation_key, sum(t.handle_seconds) as sum, count(t.handle_seconds)::int as count
      from threads t
      where ${isReply(history)} and ${isIn(history.period)} and t.conversation_key in (select key from page)
      group by t.conversation_key
    )
    select r.id as "conversationId", r.number, r.status::text, k.key as "customerKey", k.id as "customerId", k.name as "customerName",
      ${microsOf(Prisma.sql`r.created_at`)} as "repliedAt", r.reply_count as "repliesSent",
      r.response as "responseSeconds", r.first_response as "firstResponseSeconds", r.resolve as "resolveSeconds",
      h.sum as "handleSum", h.count as "handleCount"${areHoursKnown(history.account, history.officeHours)}
    from page r
    join handled h on h.conversation_key = r.key
    left join customers k on k.account_key = ${history.account.key} and k.key = r.customer_key
    order by ${roughOrderOf(history)}, ${idOrder(Prisma.sql`r.id`)}, r.position`;
  return assertKnownHours(await readRows(database, statement, resultRow));
}

/**
 * The table `page`, and what it is made of. All replies are sorted by what is stored with them, and only the first, with those
 * that tie with the last of these, by their conversations' ids, which take long to compare. To look the tied ones up by their
 * time lets the database keep no more than the first while it sorts.
 */
function pageTables(history: History): Prisma.Sql {
  const offset = BigInt(history.page - 1) * BigInt(history.rows);
  const until = offset + BigInt(history.rows);
  const roughly = roughOrderOf(history);
  const value = sortColumns[history.sortField];
  return Prisma.sql`first as materialized (
      select * from (${selectReplies(history)}) r order by ${roughly} limit ${until}::bigint
    ), last as (
      select ${value} as value, r.created_at from first r order by ${roughly} offset ${until - 1n}::bigint
    ), tied as (
      select r.*
      from (${selectReplies(history)} and t.created_at = (select l.created_at from last l)) r
      join last l on ${value} is not distinct from l.value
    ), page as (
      select r.*, c.id
      from (select * from first union select * from tied) r
      join conversations c on c.account_key = ${history.account.key} and c.key = r.key
      order by ${roughly}, ${idOrder(Prisma.sql`c.id`)}, r.position limit ${history.rows} offset ${offset}::bigint
    )`;
}

function selectReplies(history: History): Prisma.Sql {
  const { response, firstResponse, resolve } = secondsOf(history);
  return Prisma.sql`
      select t.conversation_key as key, t.conversation_number as number, t.counted_status as status, t.reply_count,
        t.conversation_customer_key as customer_key, t.position, t.created_at,
        ${response} as response, ${firstResponse} as first_response, ${resolve} as resolve
      from threads t
      where ${isReply(history)} and ${isIn(history.period)} and ${isListed(history)}`;
}

const sortColumns: Record<SortField, Prisma.Sql> = {
  NUMBER: Prisma.sql`r.number`,
  REPLIES_SENT: Prisma.sql`r.reply_count`,
  RESPONSE_TIME: Prisma.sql`r.response`,
  RESOLVE_TIME: Prisma.sql`r.resolve`,
};

const directions = { ASC: Prisma.sql`asc`, DESC: Prisma.sql`desc` };

/** What all replies are sorted by, before ids and positions decide between those that are equal so far. */
function roughOrderOf({ sortField, sortOrder }: History): Prisma.Sql {
  return Prisma.sql`${sortColumns[sortField]} ${directions[sortOrder]} nulls last, r.created_at`;
}
