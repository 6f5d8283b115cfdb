import { z } from 'zod';
import type { ConversationType, Prisma } from '../database/generated/client.ts';
import { type DayCalendar, monthOf } from '../period/days.ts';
import { formatMicros, hasFourDigitYear, toInstant } from '../period/instant.ts';

const dayRow = z.object({ day: z.int() });

/** The days that touched these conversations as they are stored. */
export async function touchedDaysOf(
  client: Prisma.TransactionClient,
  accountKey: number,
  conversationKeys: readonly number[],
): Promise<number[]> {
  const rows = await client.$queryRaw`
    select distinct touched.day
    from conversations c
    cross join unnest(c.touched_days) as touched (day)
    where c.account_key = ${accountKey} and c.key = any(array(select unnest(${conversationKeys}::int[])))`;
  return daysOf(rows);
}

/** A conversation that is about to be stored, as far as it says what is counted of its customer. */
export interface RepliedConversation {
  readonly customerKey: number | null;
  readonly mailboxKey: number | null;
  readonly type: ConversationType;
  readonly repliedDays: readonly number[];
}

/**
 * The days on which customers next have a reply, in any part of the account, after those of conversations that are about to be
 * replaced and of what comes instead: a customer's day is counted by the one before.
 */
export async function nextReplyDays(
  client: Prisma.TransactionClient,
  accountKey: number,
  replacedKeys: readonly number[],
  stored: readonly RepliedConversation[],
): Promise<number[]> {
  const replies = stored.flatMap(({ repliedDays, ...of }) => repliedDays.map((day) => ({ ...of, day })));
  const rows = await client.$queryRaw`
    with replied as (
      select c.customer_key, c.mailbox_key, c.type, r.day
      from conversations c
      cross join unnest(c.replied_days) as r (day)
      where c.account_key = ${accountKey} and c.key = any(array(select unnest(${replacedKeys}::int[])))
      union
      select * from unnest(
        ${replies.map(({ customerKey }) => customerKey)}::int[], ${replies.map(({ mailboxKey }) => mailboxKey)}::int[],
        ${replies.map(({ type }) => type)}::conversation_type[], ${replies.map(({ day }) => day)}::int[]
      )
    )
    select distinct next.day
    from replied r
    cross join lateral (
      select unnest(array[
        min(n.day), min(n.day) filter (where c.mailbox_key = r.mailbox_key), min(n.day) filter (where c.type = r.type)
      ]) as day
      from (
        select c.* from conversations c
        where c.account_key = ${accountKey} and c.customer_key = r.customer_key and c.status <> 'spam' and not c.deleted
        offset 0
      ) c
      cross join unnest(c.replied_days) as n (day)
      where n.day > r.day
    ) next
    where next.day is not null`;
  return daysOf(rows);
}

/** All days on which an account's conversations were touched. */
export async function allTouchedDays(
  client: Prisma.TransactionClient,
  accountKey: number,
): Promise<number[]> {
  const rows = await client.$queryRaw`
    select distinct touched.day
    from conversations c
    cross join unnest(c.touched_days) as touched (day)
    where c.account_key = ${accountKey}`;
  return daysOf(rows);
}

/** Forgets all that is counted of an account, and that some is stale. */
export async function deleteCounts(client: Prisma.TransactionClient, accountKey: number): Promise<void> {
  // First the stale days: a refresh that is under way has locked some, and what it counts is there once it lets go.
  await client.$queryRaw`
    select day from stale_days where account_key = ${accountKey} order by subject, day for update`;
  await client.$executeRaw`delete from stale_days where account_key = ${accountKey}`;
  await client.$executeRaw`delete from rollups where account_key = ${accountKey}`;
  await client.$executeRaw`delete from customer_blocks where account_key = ${accountKey}`;
}

export function daysOf(rows: unknown): number[] {
  return z
    .array(dayRow)
    .parse(rows)
    .map(({ day }) => day);
}

/**
 * Marks days whose rollups no longer count what is stored: until they are refreshed, reports count stored rows there. Days that
 * are marked already are marked again, to wait for a refresh that is under way; all who lock days do it in their order.
 */
export async function markStale(
  client: Prisma.TransactionClient,
  accountKey: number,
  days: ReadonlySet<number>,
  { startOf }: DayCalendar,
): Promise<void> {
  if (days.size === 0) return;
  const rows = [...days].sort((one, other) => one - other).map((day) => ({ day, month: monthOf(day) }));
  const starts = rows.map(({ day }) => boundOf(startOf(day)));
  const ends = rows.map(({ day }) => boundOf(startOf(day + 1)));
  await client.$executeRaw`
    insert into stale_days (account_key, subject, day, month, next_month, starts_at, ends_at, marked_at)
    select ${accountKey}, subject.name, d.*, now()
    from unnest(
      ${rows.map(({ day }) => day)}::int[], ${rows.map(({ month }) => month.first)}::int[],
      ${rows.map(({ month }) => month.until)}::int[], ${starts}::timestamptz[], ${ends}::timestamptz[]
    ) as d (day, month, next_month, starts_at, ends_at)
    cross join (values ('conversations'), ('customers')) as subject (name)
    order by subject.name, d.day
    on conflict (account_key, subject, day) do update set marked_at = excluded.marked_at`;
}

/** What stored times are compared with: they have years of four digits. */
export function boundOf(micros: bigint): string {
  if (hasFourDigitYear(toInstant(micros))) return formatMicros(micros);
  return micros < 0n ? '-infinity' : 'infinity';
}
