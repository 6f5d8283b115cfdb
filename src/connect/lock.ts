import { hostname } from 'node:os';
import type pg from 'pg';
import type { Database } from '../database/client.ts';
import { UsageError } from '../usage-error.ts';

/** Another process is at the account. */
export class HeldError extends UsageError {}

/** Any number that no other lock of the program has. */
const lockClass = 72_707_370;

/**
 * Takes an account's connection for this process and returns how to give it back. Throws a `HeldError` that says who holds it.
 * The embedded database serves one process anyway.
 */
export async function lockConnection(database: Database, accountKey: number): Promise<() => Promise<void>> {
  const { pool, prisma } = database;
  const session = await pool?.connect();
  if (session && !(await tryLock(session, accountKey))) {
    session.release();
    const row = await prisma.connection.findUnique({ where: { accountKey }, select: { holder: true } });
    throw new HeldError(`the connection is at work already, in ${row?.holder ?? 'another process'}`);
  }
  const holder = `process ${process.pid} on ${hostname()}`;
  await prisma.connection.updateMany({ where: { accountKey }, data: { holder } });
  return async () => {
    await prisma.connection.updateMany({ where: { accountKey }, data: { holder: null } });
    await session?.query('select pg_advisory_unlock($1, $2)', [lockClass, accountKey]);
    session?.release();
  };
}

async function tryLock(session: pg.PoolClient, accountKey: number): Promise<boolean> {
  const { rows } = await session.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
    lockClass,
    accountKey,
  ]);
  return rows[0]?.taken ?? false;
}
