import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { patience } from '../database/patience.ts';
import { dayCalendar, monthOf } from '../period/days.ts';
import { toInstant } from '../period/instant.ts';
import { stretchesOf } from '../period/offsets.ts';
import { conversationDays } from './conversation-days.ts';
import { deleteCustomerBlocks, insertCustomerBlocks, staleCustomersOf } from './customer-blocks.ts';
import { customerDays, mostDays } from './customer-days.ts';
import { customerMeasures } from './customer-groups.ts';
import { lockStaleDays } from './lock.ts';
import { conversationMeasures, type Measure, type Subject } from './measures.ts';
import { deleteRollups, replaceRollups } from './replace.ts';
import { replyMeasure } from './reply-figures.ts';
import { allTouchedDays } from './stale.ts';
import { analyzeUnknownAccount } from './statistics.ts';

/**
 * Goes through all accounts; nobody is answered with what it finds. The month of customers is null: theirs are counted together. A
 * mark of the future is of a clock that was ahead, and says nothing of how long ago it was made: days that have no other mark are
 * quiet for who knows how long, null, and do not wait until then.
 */
export const selectStaleMonths = Prisma.sql`
  select account_key as "accountKey", case subject when 'conversations' then month end as month, count(*)::int as days,
    extract(epoch from now() - max(marked_at) filter (where marked_at <= now()))::float8 as "quietSeconds"
  from stale_days
  group by 1, 2
  order by 1, 2`;

const staleMonth = z.object({
  accountKey: z.int(),
  month: z.int().nullable(),
  days: z.int(),
  quietSeconds: z.number().nullable(),
});

const accountRow = z.object({ timeZone: z.string() });

const manyDays = 7;

export interface RefreshOptions {
  /** Ends it after the step under way. */
  readonly signal?: AbortSignal | undefined;
  /** Leaves out what was marked less than so many seconds ago: it is likely to be marked again soon. */
  readonly quietSeconds?: number;
  /** Counts conversations alone: an import that goes on has customers counted together, all of them again and again. */
  readonly withoutCustomers?: boolean;
}

/**
 * Counts the stale days of all accounts anew, so that reports need not read their rows: conversations a month at a time, and
 * customers meanwhile. Each step is a transaction. Imports go on, but wait where they touch the same days.
 */
export async function refreshRollups(
  { prisma }: Database,
  { signal, quietSeconds = 0, withoutCustomers = false }: RefreshOptions = {},
): Promise<void> {
  if (signal?.aborted) return;
  const stale = z.array(staleMonth).parse(await prisma.$queryRaw(selectStaleMonths));
  const quiet = stale.filter((month) => (month.quietSeconds ?? quietSeconds) >= quietSeconds);
  for (const accountKey of accountsWithManyDays(quiet)) await analyzeUnknownAccount(prisma, accountKey);
  const step = (work: (client: Prisma.TransactionClient) => Promise<void>): Promise<void> =>
    signal?.aborted ? Promise.resolve() : prisma.$transaction(work, patience);
  const months = (async () => {
    for (const { accountKey, month } of quiet) {
      if (month !== null) await step((client) => refreshMonth(client, accountKey, month));
    }
  })();
  const customers = (async () => {
    for (const { accountKey, month } of quiet) {
      if (month === null && !withoutCustomers) await step((client) => refreshCustomers(client, accountKey));
    }
  })();
  await Promise.all([months, customers]);
}

/** The accounts of which more is stale than of one that changes from day to day. */
function accountsWithManyDays(stale: readonly z.infer<typeof staleMonth>[]): number[] {
  const keys = stale.filter(({ days }) => days > manyDays).map(({ accountKey }) => accountKey);
  return [...new Set(keys)];
}

/** Counts the conversations of a month's stale days. */
async function refreshMonth(
  client: Prisma.TransactionClient,
  accountKey: number,
  month: number,
): Promise<void> {
  const days = await lockStaleDays(client, accountKey, 'conversations', month);
  if (days.length === 0) return;
  const measures = measuresOf(month, await timeZoneOf(client, accountKey));
  await client.$executeRaw(
    replaceRollups(accountKey, {
      measures: [...measures.map(({ name }) => name), replyMeasure],
      firsts: [month],
      tables: conversationDays(accountKey, days, measures),
      isKept: Prisma.sql`k.day <> all(${days}::int[])`,
    }),
  );
  await deleteStaleDays(client, accountKey, 'conversations', days);
}

function measuresOf(month: number, timeZone: string): Measure[] {
  const { startOf } = dayCalendar(timeZone);
  const { first, until } = monthOf(month);
  const period = { start: toInstant(startOf(first)), end: toInstant(startOf(until)) };
  return conversationMeasures(timeZone, stretchesOf(period, timeZone));
}

async function refreshCustomers(client: Prisma.TransactionClient, accountKey: number): Promise<void> {
  const stale = await lockStaleDays(client, accountKey, 'customers', null);
  if (stale.length === 0) return;
  const timeZone = await timeZoneOf(client, accountKey);
  const days = stale.length > mostDays ? null : stale;
  if (days === null) await client.$executeRaw(deleteRollups(accountKey, customerMeasures));
  await client.$executeRaw(
    replaceRollups(accountKey, {
      measures: customerMeasures,
      firsts: monthsOf(days ?? (await allTouchedDays(client, accountKey))),
      tables: customerDays(accountKey, days, dayCalendar(timeZone)),
      isKept: days ? Prisma.sql`k.day <> all(${days}::int[])` : Prisma.sql`false`,
    }),
  );
  const customers = days && (await staleCustomersOf(client, accountKey, days));
  await client.$executeRaw(deleteCustomerBlocks(accountKey, customers));
  await client.$executeRaw(insertCustomerBlocks(accountKey, customers));
  await deleteStaleDays(client, accountKey, 'customers', stale);
}

/** The first days of the months that days lie in, in order. */
function monthsOf(days: readonly number[]): number[] {
  return [...new Set(days.map((day) => monthOf(day).first))].sort((one, other) => one - other);
}

async function deleteStaleDays(
  client: Prisma.TransactionClient,
  accountKey: number,
  subject: Subject,
  days: readonly number[],
): Promise<void> {
  await client.$executeRaw`
    delete from stale_days where account_key = ${accountKey} and subject = ${subject} and day = any(${days}::int[])`;
}

async function timeZoneOf(client: Prisma.TransactionClient, key: number): Promise<string> {
  const rows = await client.$queryRaw`select time_zone as "timeZone" from accounts where key = ${key}`;
  const [account] = z.array(accountRow).parse(rows);
  if (!account) throw new Error(`account ${key} is gone`);
  return account.timeZone;
}
