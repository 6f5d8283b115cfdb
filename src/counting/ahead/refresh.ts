import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { patience } from '../../database/patience.ts';
import type { Subject } from '../measures/measures.ts';
import { calendarOf, countMonth, refreshCustomers, refreshMonth } from './count.ts';
import { beginCounting, type MonthStep, selectUncountedAccounts, stepsOf } from './counted.ts';
import { takeTurn } from './lock.ts';
import { allCountedDays, monthsOf } from './stale.ts';
import { analyzeUnknownAccount } from './statistics.ts';

/**
 * Goes through all accounts; nobody is answered with what it finds. The month of customers is null: theirs are counted together. A
 * mark of the future is of a clock that was ahead, and says nothing of how long ago it was made: days that have no other mark are
 * quiet for who knows how long, null, and do not wait until then.
 */
export const selectStaleMonths = Prisma.sql`
  select account_key as "accountKey", case subject when 'conversations' then month end as month, count(*)::int as days,
    extract(epoch from now() - max(marked_at) filter (where marked_at <= now()))::float8 as "quietSeconds",
    extract(epoch from max(max(marked_at)) over (partition by account_key) - max(marked_at))::float8 as "secondsBehind"
  from stale_days
  group by 1, 2
  order by 1, 2`;

const staleMonth = z.object({
  accountKey: z.int(),
  month: z.int().nullable(),
  days: z.int(),
  quietSeconds: z.number().nullable(),
  secondsBehind: z.number(),
});

const uncountedAccount = z.object({ accountKey: z.int() });

const manyDays = 7;

/**
 * What an import touches it holds up until it is counted. A batch is seen when it is stored, and its marks are of when it began: one that
 * took long, perhaps because it waited for a count, would be counted at once, and hold up the next. So an import has left behind what
 * its last batches have not marked.
 */
const leastSecondsBehind = 5;

export interface RefreshOptions {
  /** Ends it after the step under way. */
  readonly signal?: AbortSignal | undefined;
  /** Leaves out what was marked less than so many seconds ago: it is likely to be marked again soon. */
  readonly quietSeconds?: number;
  /**
   * Counts the stale days of conversations alone, of months that the account has left behind: an import that goes on has customers
   * counted together, all of them again and again, and what nobody has counted so far can wait for its end.
   */
  readonly whileImporting?: boolean;
  /** Leaves an account to the process that counts it at the time, instead of waiting for its turn. */
  readonly leavesToOthers?: boolean;
  /** What each step waits for. */
  readonly beforeStep?: () => Promise<void>;
  /** When to look again for what no account has counted so far, for whoever refreshes again and again. */
  readonly looks?: Looks;
}

/** The look goes through all accounts, and finds something after a new release alone: it takes a hundredth of the time at the most. */
interface Looks {
  /** By `performance.now()`. */
  notBefore: number;
}

const longestRest = 600_000;

/**
 * Counts the stale days of all accounts anew, so that reports need not read their rows: conversations a month at a time, and
 * customers meanwhile; then what this release counts for the first time or in another way. Each step is a transaction, and the only
 * one of its account and subject in all processes. Imports go on, but wait where they touch the same days.
 */
export async function refreshRollups(
  { prisma }: Database,
  {
    signal,
    quietSeconds = 0,
    whileImporting = false,
    leavesToOthers = false,
    beforeStep,
    looks = { notBefore: 0 },
  }: RefreshOptions = {},
): Promise<void> {
  if (signal?.aborted) return;
  const stale = z.array(staleMonth).parse(await prisma.$queryRaw(selectStaleMonths));
  const leastBehind = whileImporting ? leastSecondsBehind : 0;
  const quiet = stale.filter(
    (month) => (month.quietSeconds ?? quietSeconds) >= quietSeconds && month.secondsBehind >= leastBehind,
  );
  for (const accountKey of accountsWithManyDays(quiet)) await analyzeUnknownAccount(prisma, accountKey);
  const left = new Set<string>();
  const step: Step = async (accountKey, subject, work) => {
    const turn = `${subject} ${accountKey}`;
    if (left.has(turn)) return;
    await beforeStep?.();
    if (signal?.aborted) return;
    await prisma.$transaction(async (client) => {
      if (await takeTurn(client, accountKey, subject, !leavesToOthers)) await work(client);
      else left.add(turn);
    }, patience);
  };
  const months = (async () => {
    for (const { accountKey, month } of quiet) {
      if (month === null) continue;
      await step(accountKey, 'conversations', (client) => refreshMonth(client, accountKey, month));
    }
  })();
  const customers = (async () => {
    for (const { accountKey, month } of quiet) {
      if (month !== null || whileImporting) continue;
      await step(accountKey, 'customers', (client) => refreshCustomers(client, accountKey));
    }
  })();
  await Promise.all([months, customers]);
  if (!whileImporting && performance.now() >= looks.notBefore) await countNewMeasures(prisma, step, looks);
}

/** The accounts of which more is stale than of one that changes from day to day. */
function accountsWithManyDays(stale: readonly z.infer<typeof staleMonth>[]): number[] {
  const keys = stale.filter(({ days }) => days > manyDays).map(({ accountKey }) => accountKey);
  return [...new Set(keys)];
}

/** Counts something of an account in a transaction of its own, unless that is left to another process. */
type Step = (
  accountKey: number,
  subject: Subject,
  work: (client: Prisma.TransactionClient) => Promise<void>,
) => Promise<void>;

/** Counts what accounts have not counted so far, or in another way: conversations month by month, from where it was left off. */
async function countNewMeasures(prisma: Prisma.TransactionClient, step: Step, looks: Looks): Promise<void> {
  const startedAt = performance.now();
  const accounts = z.array(uncountedAccount).parse(await prisma.$queryRaw(selectUncountedAccounts()));
  const endedAt = performance.now();
  // What is found may be left to another process, which may end.
  looks.notBefore = accounts.length > 0 ? 0 : endedAt + Math.min(99 * (endedAt - startedAt), longestRest);
  for (const { accountKey } of accounts) {
    let steps: MonthStep[] = [];
    await step(accountKey, 'conversations', async (client) => {
      if (!(await beginCounting(client, accountKey))) return;
      const calendar = await calendarOf(client, accountKey);
      steps = stepsOf(monthsOf(await allCountedDays(client, accountKey, calendar)));
    });
    for (const months of steps)
      await step(accountKey, 'conversations', (client) => countMonth(client, accountKey, months));
    await step(accountKey, 'customers', (client) => refreshCustomers(client, accountKey));
  }
}
