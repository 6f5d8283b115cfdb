import type pg from 'pg';
import { AwayError } from '../away-error.ts';
import { messageOf } from '../message.ts';
import { UsageError } from '../usage-error.ts';
import { inTransaction, migrate, missingMigrations, type SqlSession } from './migrate.ts';
import { createPool } from './pool.ts';
import type { Server } from './server.ts';

/** PostgreSQL did not answer; a server waits for it, a command cannot do without. */
export class UnreachableError extends UsageError {}

/** The schema of the tables. Throws an `AwayError` where nobody has been connected yet and the server cannot be reached. */
export async function schemaOf(pool: pg.Pool, server: Server): Promise<string> {
  try {
    if (server.schema === undefined) (await pool.connect()).release();
  } catch (error) {
    throw new AwayError(messageOf(error), { cause: error });
  }
  return server.schema ?? '';
}

/** Brings a PostgreSQL database to the current schema and returns the names of the migrations that this took. */
export function migratePostgres(server: Server): Promise<string[]> {
  return withSession(server, async (session) => {
    await assertFit(session);
    return migrate(session).catch((error: unknown) => {
      throw isRefused(error) ? new UsageError(`DATABASE_URL: ${refusalOf(error, server)}`) : error;
    });
  });
}

/** Throws a `UsageError` where PostgreSQL cannot be reached or lacks a migration. */
export function assertMigrated(server: Server): Promise<void> {
  return withSession(server, async (session) => {
    const missing = await inTransaction(session, () => missingMigrations(session));
    if (missing.length === 0) return;
    throw new UsageError(
      `DATABASE_URL lacks ${missing.length} migration(s) (${missing.join(', ')}): run deskgraph migrate`,
    );
  });
}

async function withSession<T>(server: Server, work: (session: SqlSession) => Promise<T>): Promise<T> {
  const pool = createPool(server, { connections: 1 });
  try {
    const client = await pool.connect().catch((error: unknown) => {
      if (error instanceof UsageError) throw error;
      throw new UnreachableError(`DATABASE_URL cannot be reached: ${messageOf(error)}`);
    });
    client.on('error', () => {}); // The statement under way tells of it.
    return await work({
      schema: server.schema,
      query: (sql, values) => client.query(sql, values),
      exec: (script) => client.query(script),
    }).finally(() => client.release(true));
  } finally {
    await pool.end();
  }
}

async function assertFit(session: SqlSession): Promise<void> {
  const { rows } = await session.query(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
       current_database() as name`,
  );
  const [server] = rows as { version: number; encoding: string; name: string }[];
  if (!server || server.version < 150_000)
    throw new UsageError('DATABASE_URL must be PostgreSQL 15 or newer');
  if (server.encoding !== 'UTF8')
    throw new UsageError(
      `DATABASE_URL must be a UTF-8 database, and ${server.name} is ${server.encoding}: make another, with encoding 'UTF8' template template0`,
    );
}

const insufficientPrivilege = '42501';

function isRefused(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === insufficientPrivilege;
}

function refusalOf({ message }: Error, { schema }: Server): string {
  return `${message}: grant the role to create tables in schema ${schema}, or name a schema of its own with ?schema=`;
}
