import { z } from 'zod';
import { type ConversationType, Prisma } from '../../database/generated/client.ts';
import { microsOf } from '../../database/read.ts';
import { type DayCalendar, monthOf } from '../../period/days.ts';
import { formatMicros, hasFourDigitYear, toInstant } from '../../period/instant.ts';
import { groupsOfReply, repliedDays } from '../measures/customer-groups.ts';
import { isCounted } from '../measures/measures.ts';
import { partIn } from '../measures/parts.ts';

const secondsADay = 86_400;
const microsADay = BigInt(secondsADay) * 1_000_000n;

const dayRow = z.object({ day: z.int() });

const closedRow = z.object({ closed: z.bigint() });

/** The days that touched these conversations as they are stored, and those on which they were closed. */
export async function countedDaysOf(
  client: Prisma.TransactionClient,
  accountKey: number,
  conversationKeys: readonly number[],
  { dayOf }: DayCalendar,
): Promise<number[]> {
  const areMeant = Prisma.sql`c.account_key = ${accountKey} and c.key = any(array(select unnest(${conversationKeys}::int[])))`;
  const touched = await client.$queryRaw`
    select distinct touched.day
    from conversations c
    cross join unnest(c.touched_days) as touched (day)
    where ${areMeant}`;
  const closed = await client.$queryRaw`
    select distinct ${microsOf(Prisma.sql`c.closed_at`)} as closed from conversations c where ${areMeant} and c.closed_at is not null`;
  return [
    ...daysOf(touched),
    ...z
      .array(closedRow)
      .parse(closed)
      .map((row) => dayOf(row.closed)),
  ];
}

/** A conversation that is about to be stored, as far as it says what is counted of its customer: with the names of its columns. */
export interface RepliedConversation {
  readonly customer_key: number | null;
  readonly mailbox_key: number | null;
  readonly type: ConversationType;
  readonly assignee_key: number | null;
  readonly team_key: number | null;
  readonly tag_keys: readonly (number | null)[];
  readonly replied_days: readonly number[];
  readonly repliers: readonly number[];
}

/**
 * The days on which customers next have a reply, in each group in which they are counted, after those of conversations that are
 * about to be replaced and of what comes instead: a customer's day is counted by the one before.
 */
export async function nextReplyDays(
  client: Prisma.TransactionClient,
  accountKey: number,
  replacedKeys: readonly number[],
  stored: readonly RepliedConversation[],
): Promise<number[]> {
  const columns = Prisma.sql`c.customer_key, c.mailbox_key, c.type, c.assignee_key, c.team_key, c.tag_keys, c.replied_days, c.repliers`;
  const rows = await client.$queryRaw`
    with changed as (
      select ${columns}
      from conversations c
      where c.account_key = ${accountKey} and c.key = any(array(select unnest(${replacedKeys}::int[])))
      union all
      select ${columns}
      from jsonb_to_recordset(${JSON.stringify(stored)}::jsonb) as c (
        customer_key int, mailbox_key int, type conversation_type, assignee_key int, team_key int, tag_keys int[], replied_days int[],
        repliers int[]
      )
    ),
    stored as (
      select c.*
      from (select distinct customer_key from changed) x
      cross join lateral (
        select ${columns}
        from conversations c
        where c.account_key = ${accountKey} and c.customer_key = x.customer_key and ${isCounted}
        offset 0
      ) c
    ),
    days as (
      select c.customer_key, g.place, ${partIn('g')}, g.key, r.day, bool_or(c.is_changed) as is_changed
      from (select true as is_changed, * from changed union all select false, * from stored) c
      cross join lateral ${repliedDays}
      cross join lateral ${groupsOfReply}
      group by c.customer_key, g.place, ${partIn('g')}, g.key, r.day
    )
    select distinct n.day
    from (
      select d.is_changed, lead(d.day) over (partition by d.customer_key, d.place, ${partIn('d')}, d.key order by d.day) as day
      from days d
    ) n
    where n.is_changed and n.day is not null`;
  return daysOf(rows);
}

/** All days on which an account's conversations were touched or closed; some day beside one on which they were closed may be among them. */
export async function allCountedDays(
  client: Prisma.TransactionClient,
  accountKey: number,
  { dayOf }: DayCalendar,
): Promise<number[]> {
  const touched = await client.$queryRaw`
    select distinct touched.day
    from conversations c
    cross join unnest(c.touched_days) as touched (day)
    where c.account_key = ${accountKey}`;
  // There may be as many instants as conversations, and few days: those of UTC, each of which lies in two of another zone.
  const closed = await client.$queryRaw`
    select distinct floor(extract(epoch from c.closed_at) / ${secondsADay})::int as day
    from conversations c
    where c.account_key = ${accountKey} and c.closed_at is not null`;
  const closedDays = daysOf(closed).flatMap((day) => [
    dayOf(BigInt(day) * microsADay),
    dayOf(BigInt(day + 1) * microsADay - 1n),
  ]);
  return [...new Set([...daysOf(touched), ...closedDays])];
}

/** The first days of the months that days lie in, in order. */
export function monthsOf(days: readonly number[]): number[] {
  return [...new Set(days.map((day) => monthOf(day).first))].sort((one, other) => one - other);
}

/** Tables that this release counts in. */
const countTables = [Prisma.sql`monthly_counts`, Prisma.sql`busy_customers`, Prisma.sql`weekly_times`];

/** Those of the release before, which may go on beside this one; the next release drops them. */
const countTablesBefore = [Prisma.sql`rollups`, Prisma.sql`customer_blocks`, Prisma.sql`sorted_times`];

/** Forgets all that is counted of an account, and that some is stale. */
export async function deleteCounts(client: Prisma.TransactionClient, accountKey: number): Promise<void> {
  // First the stale days: a refresh that is under way has locked some, and what it counts is there once it lets go.
  await client.$queryRaw`
    select day from stale_days where account_key = ${accountKey} order by subject, day for update`;
  // A measure that is being counted for the first time holds its record meanwhile.
  await client.$queryRaw`select measure from counted_measures where account_key = ${accountKey} order by measure for update`;
  await client.$executeRaw`delete from stale_days where account_key = ${accountKey}`;
  for (const table of [...countTables, ...countTablesBefore])
    await client.$executeRaw`delete from ${table} where account_key = ${accountKey}`;
}

/**
 * Deletes what the release before has counted, which whoever counts stale days makes old: that release would count the months again
 * that an account has now, and believe what it had of others.
 */
export async function deleteCountsBefore(
  client: Prisma.TransactionClient,
  accountKey: number,
): Promise<void> {
  for (const table of countTablesBefore)
    await client.$executeRaw`delete from ${table} where account_key = ${accountKey}`;
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
