import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';

const connectionRow = z.object({
  accountKey: z.int(),
  accountId: z.string(),
  source: z.string(),
  settings: z.unknown(),
  state: z.unknown(),
  holder: z.string().nullable(),
});

/** A stored connection of an account to its source. What its settings and state hold is the source's own. */
export type Connection = z.infer<typeof connectionRow>;

/** Goes through all accounts; only the operator is told what it finds. */
export const selectConnections = Prisma.sql`
  select c.account_key as "accountKey", a.id as "accountId", c.source, c.settings, c.state, c.holder
  from connections c join accounts a on a.key = c.account_key
  order by a.id`;

export function readConnections(database: Database): Promise<Connection[]> {
  return readRows(database, selectConnections, connectionRow);
}

/** The connection of an account; undefined where it has none. */
export async function readConnection(database: Database, accountId: string): Promise<Connection | undefined> {
  const [connection] = await readRows(
    database,
    Prisma.sql`
      select c.account_key as "accountKey", a.id as "accountId", c.source, c.settings, c.state, c.holder
      from connections c join accounts a on a.key = c.account_key
      where a.id = ${accountId}`,
    connectionRow,
  );
  return connection;
}

/** The key of an account; undefined where there is none. */
export async function accountKeyOf({ prisma }: Database, accountId: string): Promise<number | undefined> {
  const account = await prisma.account.findUnique({ where: { id: accountId }, select: { key: true } });
  return account?.key;
}

/** Stores how to reach the source. What was found out goes into the state of a connection that is there, whose rest stays. */
export async function saveConnection(
  { prisma }: Database,
  { accountKey, source, settings }: Pick<Connection, 'accountKey' | 'source' | 'settings'>,
  found: object,
): Promise<void> {
  await prisma.$executeRaw`
    insert into connections (account_key, source, settings, state)
    values (${accountKey}, ${source}, ${JSON.stringify(settings)}::jsonb, ${JSON.stringify(found)}::jsonb)
    on conflict (account_key) do update set settings = excluded.settings, state = connections.state || excluded.state`;
}

/** Stores how far a connection's work is, and what it remembers. */
export async function saveState({
  database: { prisma },
  accountKey,
  state,
}: {
  readonly database: Database;
  readonly accountKey: number;
  readonly state: object;
}): Promise<void> {
  await prisma.$executeRaw`
    update connections set state = ${JSON.stringify(state)}::jsonb where account_key = ${accountKey}`;
}

/** Keeps why a connection's work stopped, for `connect status`. */
export async function saveError({ prisma }: Database, accountKey: number, error: unknown): Promise<void> {
  await prisma.$executeRaw`
    update connections set state = jsonb_set(state, '{error}', to_jsonb(${errorLineOf(error)}::text))
    where account_key = ${accountKey}`;
}

/** What `connect status` says of an error. */
export function errorLineOf(error: unknown): string {
  return error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
}
