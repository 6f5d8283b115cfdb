import { hostname } from 'node:os';
import type { Database } from '../database/client.ts';
import { UsageError } from '../usage-error.ts';
import { type Connection, readConnection } from './connections.ts';
import type { Surroundings } from './surroundings.ts';

/** Another process is at the account. */
export class HeldError extends UsageError {}

/** The right to be at an account's connection, which no other process has meanwhile. */
interface Lock {
  /** Aborted where the database has let go of the lock, as when it is started anew: another process may have it then. */
  readonly lost: AbortSignal;
  readonly release: () => Promise<void>;
}

/** Any number that no other lock of the program has. */
const lockClass = 72_707_370;

/**
 * Takes an account's connection for this process. Throws a `HeldError` that says who holds it. The lock has a session of its own,
 * so that a server with many connections keeps those of its pool; it lasts as long as a transaction, which poolers leave whole.
 * The embedded database serves one process anyway.
 */
export async function lockConnection(database: Database, accountKey: number): Promise<Lock> {
  const { prisma } = database;
  const losing = new AbortController();
  const session = await database.openSession?.((error) => losing.abort(error));
  try {
    if (session && !(await tryLock(session.query, accountKey))) {
      const row = await prisma.connection.findUnique({ where: { accountKey }, select: { holder: true } });
      const holder = row?.holder ?? 'another process';
      throw new HeldError(
        `the connection is at work already, in ${holder}: wait for its end, or stop it where it is deskgraph serve`,
      );
    }
    const holder = `process ${process.pid} on ${hostname()}`;
    await prisma.connection.updateMany({ where: { accountKey }, data: { holder } });
  } catch (error) {
    await session?.close();
    throw error;
  }
  // A connection that is only closed keeps the lock until the server has noticed.
  const close = async (): Promise<void> => {
    if (!losing.signal.aborted) await session?.query('rollback').catch(() => {});
    await session?.close();
  };
  const release = async (): Promise<void> => {
    try {
      // Whoever has the lock after its loss has said so.
      if (!losing.signal.aborted)
        await prisma.connection.updateMany({ where: { accountKey }, data: { holder: null } });
    } finally {
      await close();
    }
  };
  return { lost: losing.signal, release };
}

/**
 * Does work on an account's connection under its lock, as it is stored then: whoever had the lock before has left it so. The work is
 * given up where the lock is lost. Throws a `UsageError` where the account is not connected any more.
 */
export async function underLock<T>(
  database: Database,
  { accountKey, accountId }: Pick<Connection, 'accountKey' | 'accountId'>,
  surroundings: Surroundings,
  work: (connection: Connection, surroundings: Surroundings) => Promise<T>,
): Promise<T> {
  const { lost, release } = await lockConnection(database, accountKey);
  try {
    const connection = await readConnection(database, accountId);
    if (!connection) throw new UsageError(`no account "${accountId}" is connected`);
    const signal = AbortSignal.any([surroundings.signal, lost]);
    return await work(connection, { ...surroundings, signal });
  } finally {
    await release();
  }
}

type Query = (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;

async function tryLock(query: Query, accountKey: number): Promise<boolean> {
  await query('begin');
  const { rows } = await query('select pg_try_advisory_xact_lock($1, $2) as taken', [lockClass, accountKey]);
  const [row] = rows as { taken: boolean }[];
  return row?.taken ?? false;
}
