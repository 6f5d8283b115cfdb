import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import type { Subject } from '../measures/measures.ts';
import { type Definition, definitionsOf } from './definitions.ts';
import { deleteCounts, deleteCountsBefore } from './stale.ts';

/** Before the first and after the last of all months. */
const firstOfAll = -2_147_483_648;
const lastOfAll = 2_147_483_647;

/** Months by their first days, from one to another and both of them. */
interface Months {
  readonly from: number;
  readonly to: number;
}

/** A month to be counted, with those before it that need no counting, and the one after it; null after all months: nothing is counted. */
export interface MonthStep extends Months {
  readonly next: number | null;
}

/** Some definitions as a table `d (measure, definition)`. */
function definitionTable(definitions: readonly Definition[]): Prisma.Sql {
  return Prisma.sql`unnest(
      ${definitions.map(({ measure }) => measure)}::text[], ${definitions.map(({ definition }) => definition)}::text[]
    ) as d (measure, definition)`;
}

const measureRow = z.object({ measure: z.string() });

const allDefinitions = (): Definition[] => [...definitionsOf('conversations'), ...definitionsOf('customers')];

/**
 * Forgets all that is counted of an account, and records that it has all counted but what is marked from now on: of a new one, which has
 * nothing yet, or of one with another zone. A new one has the key of another that the release before may have removed.
 */
export async function countFromNothing(client: Prisma.TransactionClient, accountKey: number): Promise<void> {
  await deleteCounts(client, accountKey);
  await client.$executeRaw`
    insert into counted_measures (account_key, measure, definition, time_zone)
    select a.key, d.measure, d.definition, a.time_zone
    from accounts a
    cross join ${definitionTable(allDefinitions())}
    where a.key = ${accountKey}
    on conflict (account_key, measure) do update set definition = excluded.definition, time_zone = excluded.time_zone, rest_from = null`;
}

/**
 * Forgets that an account has counted what this release does not count, or counts in another way, or by the days of another zone: whoever
 * counts days and does not count that as well leaves it as it was.
 */
export async function forgetOthers(client: Prisma.TransactionClient, accountKey: number): Promise<void> {
  await client.$executeRaw`
    delete from counted_measures m
    where m.account_key = ${accountKey} and (
      (m.measure, m.definition) not in (select d.measure, d.definition from ${definitionTable(allDefinitions())})
      or m.time_zone <> (select a.time_zone from accounts a where a.key = ${accountKey})
    )`;
}

/** Goes through all accounts for those that have not counted what this release counts, or have counted something else. */
export function selectUncountedAccounts(): Prisma.Sql {
  const definitions = allDefinitions();
  return Prisma.sql`
    select a.key as "accountKey"
    from accounts a
    left join counted_measures m on m.account_key = a.key
    left join ${definitionTable(definitions)} on d.measure = m.measure and d.definition = m.definition and m.time_zone = a.time_zone
    group by a.key
    having count(*) <> ${definitions.length}::int or count(d.measure) <> count(*) or count(m.rest_from) > 0
    order by a.key`;
}

/**
 * Records what an account is about to count, and returns whether the account is there: it stays so until the transaction ends. What
 * is counted of it already is deleted: it may be of a name that nobody uses now, of another zone, or of months that have nothing by now.
 * Customers are counted all together, and replaced.
 */
export async function beginCounting(client: Prisma.TransactionClient, accountKey: number): Promise<boolean> {
  const definitions = allDefinitions();
  // First the account, as whoever removes it does.
  const accounts = await client.$queryRaw<unknown[]>`
    select key from accounts where key = ${accountKey} for key share`;
  if (accounts.length === 0) return false;
  await deleteCountsBefore(client, accountKey);
  await forgetOthers(client, accountKey);
  const counted = z
    .array(measureRow)
    .parse(await client.$queryRaw`select measure from counted_measures where account_key = ${accountKey}`);
  const kept = [...counted, ...definitionsOf('customers')].map(({ measure }) => measure);
  for (const table of [Prisma.sql`monthly_counts`, Prisma.sql`weekly_times`])
    await client.$executeRaw`
      delete from ${table} where account_key = ${accountKey} and measure <> all(${kept}::text[])`;
  await client.$executeRaw`
    insert into counted_measures (account_key, measure, definition, time_zone, rest_from)
    select a.key, d.measure, d.definition, a.time_zone, ${firstOfAll}::int
    from accounts a
    cross join ${definitionTable(definitions)}
    where a.key = ${accountKey}
    on conflict (account_key, measure) do nothing`;
  return true;
}

/**
 * The measures of a subject that are yet to be counted from one of some months on, or from any. Until the transaction ends nobody
 * else counts them, and nobody forgets that they are being counted.
 */
export async function lockUncounted(
  client: Prisma.TransactionClient,
  accountKey: number,
  subject: Subject,
  { from, to }: Months = { from: firstOfAll, to: lastOfAll },
): Promise<string[]> {
  const rows = await client.$queryRaw`
    select m.measure
    from counted_measures m
    join ${definitionTable(definitionsOf(subject))} on d.measure = m.measure and d.definition = m.definition
    where m.account_key = ${accountKey} and m.rest_from between ${from}::int and ${to}::int
    order by m.measure
    for update of m`;
  return z
    .array(measureRow)
    .parse(rows)
    .map(({ measure }) => measure);
}

/** Records from which month on measures are yet to be counted; null: from none. */
export async function recordCounted(
  client: Prisma.TransactionClient,
  accountKey: number,
  measures: readonly string[],
  restFrom: number | null,
): Promise<void> {
  await client.$executeRaw`
    update counted_measures set rest_from = ${restFrom}::int
    where account_key = ${accountKey} and measure = any(${measures}::text[])`;
}

/** Some months one after the other, and at last what comes after all months. */
export function stepsOf(months: readonly number[]): MonthStep[] {
  const ends = [...months, lastOfAll];
  return ends.map((to, index) => ({
    from: (ends[index - 1] ?? firstOfAll - 1) + 1,
    to,
    next: ends[index + 1] ?? null,
  }));
}
