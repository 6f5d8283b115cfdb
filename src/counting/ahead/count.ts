import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { type DayCalendar, dayCalendar, monthOf } from '../../period/days.ts';
import { toInstant } from '../../period/instant.ts';
import { clockOf } from '../measures/clock.ts';
import { customerMeasures } from '../measures/customer-groups.ts';
import type { Subject } from '../measures/measures.ts';
import { pairsAhead } from '../measures/pairs.ts';
import { replyMeasure } from '../measures/reply-figures.ts';
import { conversationDays } from './conversation-days.ts';
import { forgetOthers, lockUncounted, type MonthStep, recordCounted } from './counted.ts';
import { deleteCustomerBlocks, insertCustomerBlocks, staleCustomersOf } from './customer-blocks.ts';
import { customerDays, mostDays } from './customer-days.ts';
import { lockCounting, lockStaleDays } from './lock.ts';
import { deleteRollups, replaceRollups } from './replace.ts';
import { allCountedDays, deleteCountsBefore, monthsOf } from './stale.ts';
import { sortTimes, timeMeasures } from './times.ts';

const accountRow = z.object({ timeZone: z.string() });

/** Counts the conversations of a month's stale days. */
export async function refreshMonth(
  client: Prisma.TransactionClient,
  accountKey: number,
  month: number,
): Promise<void> {
  const days = await lockStaleDays(client, accountKey, 'conversations', month);
  if (days.length === 0) return;
  await countDays(client, accountKey, month, { days, isMeant: () => true });
  await deleteCountsBefore(client, accountKey);
  await forgetOthers(client, accountKey);
  await deleteStaleDays(client, accountKey, 'conversations', days);
}

/** Counts the conversations of a whole month for the measures that wait for it. Its stale days stay so: others have not counted them. */
export async function countMonth(
  client: Prisma.TransactionClient,
  accountKey: number,
  { next, ...months }: MonthStep,
): Promise<void> {
  await lockCounting(client, accountKey, months.to);
  const waiting = await lockUncounted(client, accountKey, 'conversations', months);
  if (waiting.length === 0) return;
  if (next !== null) {
    const { first, until } = monthOf(months.to);
    const days = Array.from({ length: until - first }, (_, index) => first + index);
    await countDays(client, accountKey, first, { days, isMeant: (measure) => waiting.includes(measure) });
  }
  await recordCounted(client, accountKey, waiting, next);
}

interface Counting {
  readonly days: readonly number[];
  readonly isMeant: (measure: string) => boolean;
}

/** Counts some days of a month for some measures. */
async function countDays(
  client: Prisma.TransactionClient,
  accountKey: number,
  month: number,
  { days, isMeant }: Counting,
): Promise<void> {
  const timeZone = await timeZoneOf(client, accountKey);
  const calendar = dayCalendar(timeZone);
  const clock = clockOf(timeZone, [timesOf(month, calendar)]);
  const measures = pairsAhead(clock).filter(({ name }) => isMeant(name));
  const withReplies = isMeant(replyMeasure);
  const names = [...measures.map(({ name }) => name), ...(withReplies ? [replyMeasure] : [])];
  if (names.length > 0) {
    await client.$executeRaw(
      replaceRollups(accountKey, {
        measures: names,
        firsts: [month],
        tables: conversationDays(accountKey, { days, calendar, measures, withReplies }),
        isKept: Prisma.sql`k.day <> all(${days}::int[])`,
      }),
    );
  }
  const times = timeMeasures.filter(({ name }) => isMeant(name));
  if (times.length > 0) await sortTimes(client, accountKey, { days, calendar, measures: times });
}

function timesOf(month: number, { startOf }: DayCalendar) {
  const { first, until } = monthOf(month);
  return { start: toInstant(startOf(first)), end: toInstant(startOf(until)) };
}

/** Counts the customers of stale days, or all of them where these are many or where some measure has not been counted so far. */
export async function refreshCustomers(client: Prisma.TransactionClient, accountKey: number): Promise<void> {
  const stale = await lockStaleDays(client, accountKey, 'customers', null);
  const uncounted = await lockUncounted(client, accountKey, 'customers');
  if (stale.length === 0 && uncounted.length === 0) return;
  const calendar = await calendarOf(client, accountKey);
  const days = stale.length > mostDays || uncounted.length > 0 ? null : stale;
  if (days === null) await client.$executeRaw(deleteRollups(accountKey, customerMeasures));
  await client.$executeRaw(
    replaceRollups(accountKey, {
      measures: customerMeasures,
      firsts: monthsOf(days ?? (await allCountedDays(client, accountKey, calendar))),
      tables: customerDays(accountKey, days, calendar),
      isKept: days ? Prisma.sql`k.day <> all(${days}::int[])` : Prisma.sql`false`,
    }),
  );
  const customers = days && (await staleCustomersOf(client, accountKey, days));
  await client.$executeRaw(deleteCustomerBlocks(accountKey, customers));
  await client.$executeRaw(insertCustomerBlocks(accountKey, customers));
  await forgetOthers(client, accountKey);
  await recordCounted(client, accountKey, uncounted, null);
  await deleteStaleDays(client, accountKey, 'customers', stale);
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

/** The days of the account's zone. */
export async function calendarOf(client: Prisma.TransactionClient, accountKey: number): Promise<DayCalendar> {
  return dayCalendar(await timeZoneOf(client, accountKey));
}

async function timeZoneOf(client: Prisma.TransactionClient, key: number): Promise<string> {
  const rows = await client.$queryRaw`select time_zone as "timeZone" from accounts where key = ${key}`;
  const [account] = z.array(accountRow).parse(rows);
  if (!account) throw new Error(`account ${key} is gone`);
  return account.timeZone;
}
