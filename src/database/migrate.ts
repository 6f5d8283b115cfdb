import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** One connection that can run a whole script: Prisma's own client sends single statements only. */
export interface SqlSession {
  /** The schema of the tables, which is made where there is none; undefined on the embedded engine, which has one. */
  readonly schema?: string | undefined;
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  exec(script: string): Promise<unknown>;
}

interface Migration {
  readonly name: string;
  readonly script: string;
}

const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url));

// Prisma takes the same lock while it migrates, so the two never run at once.
const prismaMigrationLock = 72_707_369;

// The table as Prisma makes it, so that `prisma migrate deploy` agrees with what is applied here.
const createRecords = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

/** Brings the database to the current schema, a transaction a migration. Returns the names of those it applied. */
export async function migrate(session: SqlSession): Promise<string[]> {
  const applied: string[] = [];
  for (;;) {
    const name = await inTransaction(session, () => applyNext(session));
    if (name === undefined) return applied;
    applied.push(name);
  }
}

/** Runs work in a transaction, which is rolled back where the work fails. */
export async function inTransaction<T>(session: SqlSession, work: () => Promise<T>): Promise<T> {
  await session.exec('begin');
  try {
    const result = await work();
    await session.exec('commit');
    return result;
  } catch (error) {
    // A connection that is lost cannot be asked to; what failed first says more.
    await session.exec('rollback').catch(() => {});
    throw error;
  }
}

/** Applies the first migration that the database lacks and returns its name; undefined where it lacks none. */
async function applyNext(session: SqlSession): Promise<string | undefined> {
  // Until the transaction ends: behind a pooler the next one may be on another connection, which would not hold the lock.
  await session.query('select pg_advisory_xact_lock($1)', [prismaMigrationLock]);
  if (session.schema !== undefined) await makeSchema(session, session.schema);
  await session.exec(createRecords);
  const [next] = await pendingMigrations(session);
  if (next) await apply(session, next);
  return next?.name;
}

async function makeSchema(session: SqlSession, schema: string): Promise<void> {
  // PostgreSQL asks for the right to make one even where there is one.
  const { rows } = await session.query('select 1 from pg_namespace where nspname = $1', [schema]);
  if (rows.length === 0) await session.exec(`create schema ${pg.escapeIdentifier(schema)}`);
}

/** Names of the migrations that the database lacks; all of them where it was never migrated. */
export async function missingMigrations(session: Pick<SqlSession, 'query'>): Promise<string[]> {
  const { rows } = await session.query(`select to_regclass('_prisma_migrations') is not null as present`);
  const [table] = rows as { present: boolean }[];
  const migrations = table?.present ? await pendingMigrations(session) : await readMigrations();
  return migrations.map((migration) => migration.name);
}

async function pendingMigrations(session: Pick<SqlSession, 'query'>): Promise<Migration[]> {
  const { rows } = await session.query(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  const applied = new Set((rows as { migration_name: string }[]).map((row) => row.migration_name));
  return (await readMigrations()).filter((migration) => !applied.has(migration.name));
}

async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      script: await readFile(`${migrationsFolder}${name}/migration.sql`, 'utf8'),
    })),
  );
}

async function apply(session: SqlSession, { name, script }: Migration): Promise<void> {
  const checksum = createHash('sha256').update(script).digest('hex');
  await session.exec(script);
  await session.query(
    `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
     values ($1, $2, now(), $3, 1)`,
    [randomUUID(), checksum, name],
  );
}
