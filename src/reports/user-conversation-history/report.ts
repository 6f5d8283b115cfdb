import { z } from 'zod';
import { groupLoader, periodLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import {
  isIn,
  isListed,
  isReply,
  type ReplyScope,
  readTotals,
  secondsOf,
  toReplyScope,
} from '../../counting/replies.ts';
import { areHoursKnown, assertKnownHours, ofKnownHours } from '../../counting/rows/known-hours.ts';
import { Prisma } from '../../database/generated/client.ts';
import { microsOf, readRows } from '../../database/read.ts';
import { plannedAnew } from '../../database/statement-names.ts';
import { notFound } from '../../errors.ts';
import { isId } from '../../ids.ts';
import { idOrder } from '../../question/order.ts';
import { type QuestionInput, type Slice, toSlice } from '../../question/slice.ts';
import type { HelpScoutStatus } from '../../question/status.ts';
import { entryOf, resultRow, statsOf, type UserConversationHistoryEntry } from './shape.ts';

type SortField = 'NUMBER' | 'REPLIES_SENT' | 'RESPONSE_TIME' | 'RESOLVE_TIME';

/** A whole question for a user's history: `page` counts from 1 and has up to `rows` results. */
export interface History extends Slice, ReplyScope {
  readonly page: number;
  readonly rows: number;
  readonly sortField: SortField;
  readonly sortOrder: 'ASC' | 'DESC';
}

/** What is asked of a history; `user` is the source's id. */
export interface HistoryInput
  extends QuestionInput,
    Pick<History, 'officeHours' | 'page' | 'rows' | 'sortField' | 'sortOrder'> {
  readonly user: string;
  readonly status?: HelpScoutStatus | null | undefined;
}

/** The whole question for a user's history. Throws the coded error of the first rule broken, also where nobody has the id. */
export async function toHistory(
  { user, status, officeHours, page, rows, sortField, sortOrder, ...question }: HistoryInput,
  context: Context,
): Promise<History> {
  const slice = toSlice(question, context);
  const userKey = await loadUserKey(context, { accountKey: slice.account.key, user });
  if (userKey === null) throw notFound('user', 'There is no such user; users lists them.');
  return { ...slice, userKey, status: status ?? null, officeHours, page, rows, sortField, sortOrder };
}

interface UserQuestion {
  readonly accountKey: number;
  readonly user: string;
}

const userRow = z.object({ id: z.string(), key: z.int() });

/** The key of a user by the source's id, or null; all that are asked for in a tick are one statement. */
const loadUserKey = groupLoader({
  sharedOf: ({ accountKey }: UserQuestion) => accountKey,
  ownOf: ({ user }) => user,
  answer: async (database, accountKey, users) => {
    const possible = users.filter(isId);
    const statement = Prisma.sql`
    select u.id, u.key from users u where u.account_key = ${accountKey} and u.id = any(${possible}::text[])`;
    const rows = possible.length > 0 ? await readRows(database, statement, userRow) : [];
    const keys = new Map(rows.map(({ id, key }) => [id, key]));
    return users.map((user) => keys.get(user) ?? null);
  },
});

/** The totals of a user's replies in one period. */
export const loadReplyStats = periodLoader(toReplyScope, readTotals, statsOf);

const timedRow = ofKnownHours.extend(resultRow.shape);

/** The replies of the page asked for, in order; no other replies leave the database. */
export async function loadEntries(
  { database }: Context,
  history: History,
): Promise<UserConversationHistoryEntry[]> {
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
  return assertKnownHours(await readRows(database, statement, timedRow)).map(entryOf);
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
