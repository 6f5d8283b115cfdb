import { deleteCounts } from '../counting/ahead/stale.ts';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import type { Connection } from './connections.ts';

const connectionTables = [
  Prisma.sql`connection_marks`,
  Prisma.sql`connection_hooks`,
  Prisma.sql`connection_conversations`,
  Prisma.sql`connections`,
];

/** In an order in which none refers to one before it. */
const accountTables = [
  Prisma.sql`threads`,
  Prisma.sql`field_values`,
  Prisma.sql`ratings`,
  Prisma.sql`conversations`,
  Prisma.sql`counted_measures`,
  Prisma.sql`import_tallies`,
  Prisma.sql`tokens`,
  Prisma.sql`customers`,
  Prisma.sql`users`,
  Prisma.sql`teams`,
  Prisma.sql`tags`,
  Prisma.sql`saved_replies`,
  Prisma.sql`workflows`,
  Prisma.sql`custom_fields`,
  Prisma.sql`folders`,
  Prisma.sql`mailboxes`,
];

// A large account takes its time, and may wait for an import.
const patience = { maxWait: 60_000, timeout: 3_600_000 };

/** Forgets how an account is reached; unless its data is kept, deletes the account with all that it has, its tokens included. */
export async function removeConnection(
  { prisma }: Database,
  { accountKey }: Pick<Connection, 'accountKey'>,
  { keepsData }: { readonly keepsData: boolean },
): Promise<void> {
  const tables = keepsData ? connectionTables : [...connectionTables, ...accountTables];
  await prisma.$transaction(async (client) => {
    // Imports take turns with it.
    await client.$queryRaw`select key from accounts where key = ${accountKey} for update`;
    // Counting under way ends first: what it writes would be of the account that next has this key.
    if (!keepsData) await deleteCounts(client, accountKey);
    for (const table of tables)
      await client.$executeRaw`delete from ${table} where account_key = ${accountKey}`;
    if (!keepsData) await client.$executeRaw`delete from accounts where key = ${accountKey}`;
  }, patience);
}
