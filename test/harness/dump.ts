import type { Database } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';

const tables = {
  accounts: Prisma.sql`accounts`,
  mailboxes: Prisma.sql`mailboxes`,
  folders: Prisma.sql`folders`,
  users: Prisma.sql`users`,
  teams: Prisma.sql`teams`,
  customers: Prisma.sql`customers`,
  tags: Prisma.sql`tags`,
  saved_replies: Prisma.sql`saved_replies`,
  workflows: Prisma.sql`workflows`,
  custom_fields: Prisma.sql`custom_fields`,
  conversations: Prisma.sql`conversations`,
  threads: Prisma.sql`threads`,
  field_values: Prisma.sql`field_values`,
  ratings: Prisma.sql`ratings`,
};

/** What follows from all of these. */
const derived = {
  monthly_counts: Prisma.sql`monthly_counts`,
  busy_customers: Prisma.sql`busy_customers`,
  weekly_times: Prisma.sql`weekly_times`,
  stale_days: Prisma.sql`stale_days`,
  counted_measures: Prisma.sql`counted_measures`,
};

export type Dump = Record<keyof typeof tables, object[]>;

/** Most tests make no more accounts than these. */
const firstAccountKeys = [1, 2];

/** Every row that an import writes, keys included, in an order of its own; versions of accounts, which differ each time, are left out. */
export async function dump(database: Database): Promise<Dump> {
  return dumpOf(database, tables, firstAccountKeys);
}

/** Every row that is counted ahead of time, or says what is not, besides. */
export async function dumpWithRollups(
  database: Database,
  accountKeys: readonly number[] = firstAccountKeys,
): Promise<Dump & Record<keyof typeof derived, object[]>> {
  const rows = await dumpOf(database, { ...tables, ...derived }, accountKeys);
  return { ...rows, monthly_counts: rollupsInOneOrder(rows.monthly_counts) };
}

/** Rollups, and the counts of each, which stand in any order. */
export function rollupsInOneOrder(rollups: readonly object[]): object[] {
  return rollups.map((rollup) => inOneOrder(rollup as RollupRow)).sort(byContent);
}

function byContent(one: object, other: object): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

interface RollupRow {
  readonly days: unknown[] | null;
  readonly keys: unknown[];
  readonly labels: unknown[];
  readonly previous_days: unknown[];
  readonly counts: unknown[];
}

/** The counts of a rollup, which stand in any order. */
function inOneOrder({ days, keys, labels, previous_days, counts, ...rest }: RollupRow): object {
  const cells = counts.map((count, index) =>
    JSON.stringify([days?.[index], keys[index], labels[index], previous_days[index], count]),
  );
  return { ...rest, cells: cells.sort() };
}

async function dumpOf<Name extends string>(
  database: Database,
  of: Record<Name, Prisma.Sql>,
  accountKeys: readonly number[],
): Promise<Record<Name, object[]>> {
  const found: Record<string, object[]> = {};
  for (const [name, table] of Object.entries<Prisma.Sql>(of)) {
    const column = name === 'accounts' ? Prisma.sql`key` : Prisma.sql`account_key`;
    const rows = accountKeys.map((key) => rowsOf(database, table, Prisma.sql`stored.${column} = ${key}`));
    found[name] = (await Promise.all(rows)).flat();
  }
  return found as Record<Name, object[]>;
}

async function rowsOf({ prisma }: Database, table: Prisma.Sql, condition: Prisma.Sql): Promise<object[]> {
  const rows = await prisma.$queryRaw<{ content: object }[]>`
    select to_jsonb(stored) - 'version' as content from ${table} stored
    where ${condition}
    order by (to_jsonb(stored) - 'version')::text`;
  return rows.map(({ content }) => content);
}
