import { hostname } from 'node:os';
import type { Database } from '../database/client.ts';
import { UsageError } from '../usage-error.ts';
import { type Connection, readConnection } from './connections.ts';
import type { Surroundings } from './surroundings.ts';

/** Another process is at the account. */
export class HeldError extends UsageError {}

/** The right to be at an account's connection, which no other process has meanwhile. */
interface Lock {
  /** Whether a command waits for the connection. */
  readonly isWanted: () => Promise<boolean>;
  /** Aborted where the database has let go of the lock, as when it is started anew: another process may have it then. */
  readonly lost: AbortSignal;
  readonly release: () => Promise<void>;
}

/** Any number that no other lock of the program has. */
const lockClass = 72_707_370;

/** Who keeps a copy current lets go of it for a command, after the step that it is at. */
type Purpose = 'command' | 'keepCurrent';

/** How long a command waits for who keeps the copy current. */
const patienceMilliseconds = 60_000;

/** What stands behind the name of a process that lets go for a command. */
const keeping = ', which keeps it current';

/**
 * Takes an account's connection for this process. A command waits where another process keeps it current; else a `HeldError` says who
 * holds it. The lock has a session of its own, so that a server with many connections keeps those of its pool; it lasts as long as a
 * transaction, which poolers leave whole. The embedded database serves one process anyway.
 */
export async function lockConnection(
  database: Database,
  accountKey: number,
  purpose: Purpose = 'command',
): Promise<Lock> {
  const { prisma } = database;
  const losing = new AbortController();
  const session = await database.openSession?.((error) => losing.abort(error));
  try {
    if (session && !(await tryLock(session.query, accountKey))) {
      const row = await prisma.connection.findUnique({ where: { accountKey }, select: { holder: true } });
      const holder = row?.holder ?? 'another process';
      const letsGo = purpose === 'command' && holder.endsWith(keeping);
      if (!letsGo || !(await waitForLock(session.query, accountKey)))
        throw new HeldError(
          `the connection is at work, in ${holder}: try again when its first copy or its check is done, or stop that process`,
        );
    }
    const holder = `process ${process.pid} on ${hostname()}${purpose === 'keepCurrent' ? keeping : ''}`;
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
  const isWanted = async (): Promise<boolean> =>
    session !== undefined && isWaitedFor(session.query, accountKey);
  return { isWanted, lost: losing.signal, release };
}

/**
 * Does work on an account's connection under its lock, as it is stored then: whoever had the lock before has left it so. The work is
 * given up where the lock is lost. Throws a `UsageError` where the account is not connected any more.
 */
export async function underLock<T>(
  database: Database,
  { accountKey, accountId }: Pick<Connection, 'accountKey' | 'accountId'>,
  surroundings: Surroundings,
  work: (connection: Connection, surroundings: Surroundings, isWanted: Lock['isWanted']) => Promise<T>,
  purpose: Purpose = 'command',
): Promise<T> {
  const { isWanted, lost, release } = await lockConnection(database, accountKey, purpose);
  try {
    const connection = await readConnection(database, accountId);
    if (!connection) throw new UsageError(`no account "${accountId}" is connected`);
    const signal = AbortSignal.any([surroundings.signal, lost]);
    return await work(connection, { ...surroundings, signal }, isWanted);
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

async function waitForLock(query: Query, accountKey: number): Promise<boolean> {
  await query(`select set_config('lock_timeout', $1, true)`, [String(patienceMilliseconds)]);
  try {
    await query('select pg_advisory_xact_lock($1, $2)', [lockClass, accountKey]);
    return true;
  } catch (error) {
    if (codeOf(error) === lockNotAvailable) return false;
    throw error;
  }
}

/** PostgreSQL's code for a lock that was waited for in vain. */
const lockNotAvailable = '55P03';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function isWaitedFor(query: Query, accountKey: number): Promise<boolean> {
  const { rows } = await query(
    `select exists (
       select from pg_locks
       where locktype = 'advisory' and classid = $1::oid and objid = $2::oid and not granted
         and database = (select oid from pg_database where datname = current_database())
     ) as wanted`,
    [lockClass, accountKey],
  );
  const [row] = rows as { wanted: boolean }[];
  return row?.wanted ?? false;
}
