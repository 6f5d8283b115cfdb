import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import type { Subject } from '../measures/measures.ts';
import { mostDays } from './customer-days.ts';
import { daysOf } from './stale.ts';

/** What stands for all months where those that count them take turns: none begins on this day. */
const allMonths = 2_147_483_647;

/** Any numbers that no other locks of the program have. */
const turnClasses: Readonly<Record<Subject, number>> = { conversations: 72_707_371, customers: 72_707_372 };

/**
 * Takes an account's turn to count a subject until the transaction ends: one process at a time does. Where another one has it, it is
 * waited for if `waits`, or else false is returned.
 */
export async function takeTurn(
  client: Prisma.TransactionClient,
  accountKey: number,
  subject: Subject,
  waits: boolean,
): Promise<boolean> {
  const name = Prisma.sql`${turnClasses[subject]}::int, ${accountKey}::int`;
  if (!waits) return isHeld(await client.$queryRaw`select pg_try_advisory_xact_lock(${name}) as held`);
  await client.$queryRaw`select pg_advisory_xact_lock(${name})::text`;
  return true;
}

function isHeld(rows: unknown): boolean {
  const [lock] = z.array(z.object({ held: z.boolean() })).parse(rows);
  return lock?.held ?? false;
}

/**
 * Lets those that count the same month, or customers in all months, take turns until the transaction ends. Lifts the limits of the
 * connection: those of a server are meant for requests, and this goes through whole accounts. No plan is kept: one that was made
 * for an account of some conversations would serve until it has a million.
 */
export async function lockCounting(
  client: Prisma.TransactionClient,
  accountKey: number,
  month: number | null,
): Promise<void> {
  // More memory for sorting would not save time, but the embedded engine keeps what it once had.
  await client.$queryRaw`
    select set_config('statement_timeout', '0', true), set_config('work_mem', '16MB', true),
      set_config('plan_cache_mode', 'force_custom_plan', true)`;
  await client.$queryRaw`select pg_advisory_xact_lock(${accountKey}::int, ${month ?? allMonths}::int)::text`;
}

/**
 * Locks the stale days of a subject, in one month or in all, until the transaction ends, and returns them in order.
 * Refreshes of the same take turns, and an import that touches one of the days waits: what it stores is not counted, and the
 * day is marked anew. One that has marked a day already is waited for.
 */
export async function lockStaleDays(
  client: Prisma.TransactionClient,
  accountKey: number,
  subject: Subject,
  month: number | null,
): Promise<number[]> {
  await lockCounting(client, accountKey, month);
  const rows = await client.$queryRaw`
    select day
    from stale_days
    where account_key = ${accountKey} and subject = ${subject}
      and (month = ${month}::int or ${month}::int is null)
    order by day
    for update`;
  return daysOf(rows);
}

/**
 * Whether so many days of customers are stale that they are going to be counted with all others. If so it stays so until the
 * transaction ends: who counts customers waits for that.
 */
export async function areAllCustomersStale(
  client: Prisma.TransactionClient,
  accountKey: number,
): Promise<boolean> {
  const lock =
    await client.$queryRaw`select pg_try_advisory_xact_lock_shared(${accountKey}::int, ${allMonths}::int) as held`;
  if (!isHeld(lock)) return false;
  const stale = await client.$queryRaw<unknown[]>`
    select day from stale_days where account_key = ${accountKey} and subject = 'customers' limit ${mostDays + 1}`;
  return stale.length > mostDays;
}
