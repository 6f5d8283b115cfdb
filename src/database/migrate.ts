import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** One connection that can run a whole script: Prisma's own client sends single statements only. */
export interface SqlSession {
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
  await session.query('select pg_advisory_lock($1)', [prismaMigrationLock]);
  try {
    await session.exec(createRecords);
    const pending = await pendingMigrations(session);
    for (const migration of pending) await apply(session, migration);
    return pending.map((migration) => migration.name);
  } finally {
    await session.query('select pg_advisory_unlock($1)', [prismaMigrationLock]);
  }
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
  await session.exec('begin');
  try {
    await session.exec(script);
    await session.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       values ($1, $2, now(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
    await session.exec('commit');
  } catch (error) {
    await session.exec('rollback');
    throw error;
  }
}
