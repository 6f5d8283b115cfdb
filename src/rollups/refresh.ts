import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { type DaySpan, dayCalendar, monthOf } from '../period/days.ts';
import { toInstant } from '../period/instant.ts';
import { stretchesOf } from '../period/offsets.ts';
import { conversationDays } from './conversation-days.ts';
import { deleteCustomerBlocks, insertCustomerBlocks, selectStaleCustomers } from './customer-blocks.ts';
import { customerDays, readCustomerDays } from './customer-days.ts';
import { conversationMeasures, customerMeasure, type Measure } from './measures.ts';
import { deleteRollups, replaceRollups } from './replace.ts';
import { allTouchedDays } from './stale.ts';

/** Goes through all accounts; nobody is answered with what it finds. */
export const selectStaleAccounts = Prisma.sql`select distinct account_key as key from stale_days order by key`;

const accountKeyRow = z.object({ key: z.int() });
const accountRow = z.object({ timeZone: z.string() });
const monthRow = z.object({ month: z.int() });

// A refresh waits while an import of its account stores a batch.
const patience = { maxWait: 60_000, timeout: 3_600_000 };

/**
 * Counts all stale days of all accounts anew, so that reports need not read their rows: conversations a month at a time,
 * then customers. Each step is a transaction under the account's lock, as those of imports are; an aborted `signal` ends it
 * after the one under way.
 */
export async function refreshRollups({ prisma }: Database, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  for (const { key } of z.array(accountKeyRow).parse(await prisma.$queryRaw(selectStaleAccounts))) {
    while (!signal?.aborted && (await prisma.$transaction((client) => refreshMonth(client, key), patience)));
    if (signal?.aborted) return;
    await prisma.$transaction((client) => refreshCustomers(client, key), patience);
  }
}

/** Counts the conversations of the first month with stale days. Returns whether there was one. */
async function refreshMonth(client: Prisma.TransactionClient, accountKey: number): Promise<boolean> {
  if (!(await isStale(client, accountKey, 'conversations'))) return false;
  const timeZone = await lockAccount(client, accountKey);
  const [stale] = z.array(monthRow).parse(
    await client.$queryRaw`
      select month from stale_days
      where account_key = ${accountKey} and subject = 'conversations' order by day limit 1`,
  );
  if (!stale) return false;
  const { month } = stale;
  const measures = measuresOf(month, timeZone);
  await client.$executeRaw(
    replaceRollups(accountKey, {
      measures: measures.map(({ name }) => name),
      months: [monthOf(month)],
      tables: conversationDays(accountKey, month, measures),
      isKept: Prisma.sql`k.day not in (select s.day from stale s)`,
    }),
  );
  await client.$executeRaw`
    delete from stale_days where account_key = ${accountKey} and subject = 'conversations' and month = ${month}`;
  return true;
}

function measuresOf(month: number, timeZone: string): Measure[] {
  const { startOf } = dayCalendar(timeZone);
  const { first, until } = monthOf(month);
  const period = { start: toInstant(startOf(first)), end: toInstant(startOf(until)) };
  return conversationMeasures(timeZone, stretchesOf(period, timeZone));
}

async function refreshCustomers(client: Prisma.TransactionClient, accountKey: number): Promise<void> {
  if (!(await isStale(client, accountKey, 'customers'))) return;
  const timeZone = await lockAccount(client, accountKey);
  const days = await readCustomerDays(client, accountKey);
  if (days === null) await client.$executeRaw(deleteRollups(accountKey, customerMeasure));
  await client.$executeRaw(
    replaceRollups(accountKey, {
      measures: [customerMeasure],
      months: monthsOf(days ?? (await allTouchedDays(client, accountKey))),
      tables: customerDays(accountKey, days, dayCalendar(timeZone)),
      isKept: days ? Prisma.sql`k.day <> all(${days}::int[])` : Prisma.sql`false`,
    }),
  );
  const customers = days && selectStaleCustomers(accountKey);
  await client.$executeRaw(deleteCustomerBlocks(accountKey, customers));
  await client.$executeRaw(insertCustomerBlocks(accountKey, customers));
  await client.$executeRaw`delete from stale_days where account_key = ${accountKey} and subject = 'customers'`;
}

function monthsOf(days: readonly number[]): DaySpan[] {
  return [...new Map(days.map(monthOf).map((month) => [month.first, month])).values()];
}

/** Without the lock: most accounts have no stale day, and nobody should wait to hear so. */
async function isStale(
  client: Prisma.TransactionClient,
  accountKey: number,
  subject: string,
): Promise<boolean> {
  return (
    (await client.staleDay.findFirst({ where: { accountKey, subject }, select: { day: true } })) !== null
  );
}

/** Locks the account and lifts the limits until the transaction ends, and returns the account's time zone. */
async function lockAccount(client: Prisma.TransactionClient, key: number): Promise<string> {
  // The limits of a server are those of requests, and this goes through whole accounts. More memory for sorting would not
  // save time, but the embedded engine keeps what it once had.
  await client.$queryRaw`
    select set_config('statement_timeout', '0', true), set_config('work_mem', '16MB', true)`;
  const rows = await client.$queryRaw`
    select time_zone as "timeZone" from accounts where key = ${key} for no key update`;
  const [account] = z.array(accountRow).parse(rows);
  if (!account) throw new Error(`account ${key} is gone`);
  return account.timeZone;
}
