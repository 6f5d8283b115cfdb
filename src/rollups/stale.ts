import { z } from 'zod';
import { Prisma } from '../database/generated/client.ts';
import { type DayCalendar, monthOf } from '../period/days.ts';
import { formatMicros, hasFourDigitYear, toInstant } from '../period/instant.ts';

const dayRow = z.object({ day: z.int() });

/**
 * The days whose rollups count any of these conversations as they are stored: those that touched them, and those on which
 * their customers next have a reply, as a customer's day is counted by the one before.
 */
export async function daysCounting(
  client: Prisma.TransactionClient,
  accountKey: number,
  conversationKeys: readonly number[],
): Promise<number[]> {
  // An array from a subquery is evaluated once, not for each row that a scan looks at.
  const keys = Prisma.sql`array(select unnest(${conversationKeys}::int[]))`;
  const rows = await client.$queryRaw`
    with replied as (
      select distinct c.customer_key, c.mailbox_key, c.type, replied.day
      from conversations c
      cross join unnest(c.replied_days) as replied (day)
      where c.account_key = ${accountKey} and c.key = any(${keys}) and c.customer_key is not null
    )
    select touched.day
    from conversations c
    cross join unnest(c.touched_days) as touched (day)
    where c.account_key = ${accountKey} and c.key = any(${keys})
    union
    ${nextDays(accountKey)}`;
  return daysOf(rows);
}

/** Selects the days that follow on the days of `replied`, among those of their customers in each part of the account. */
export function nextDays(accountKey: number): Prisma.Sql {
  return Prisma.sql`
    select next.day
    from replied r
    cross join lateral (
      select unnest(array[
        min(n.day), min(n.day) filter (where c.mailbox_key = r.mailbox_key), min(n.day) filter (where c.type = r.type)
      ]) as day
      from conversations c
      cross join unnest(c.replied_days) as n (day)
      where c.account_key = ${accountKey} and c.customer_key = r.customer_key and n.day > r.day
    ) next
    where next.day is not null`;
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
