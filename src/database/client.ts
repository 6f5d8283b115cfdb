import type { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { UsageError } from '../usage-error.ts';
import { lendTransactions } from './copy.ts';
import { openEngine } from './engine.ts';
import { PrismaClient } from './generated/client.ts';
import { lockDataDir } from './lock.ts';
import { migrate, missingMigrations, type SqlSession } from './migrate.ts';
import { createPool } from './pool.ts';
import { scoped } from './scope.ts';
import { statementNames } from './statement-names.ts';

/** One Prisma client, whichever engine stands behind it. */
export interface Database {
  readonly prisma: ReturnType<typeof createPrisma>;
  /** The same with a connection of its own, to ask whether the database is there when requests have all the others. */
  readonly probe: Database['prisma'];
  /** The connections to PostgreSQL; null on the embedded engine, which has one of its own. */
  readonly pool: pg.Pool | null;
  readonly close: () => Promise<void>;
}

export interface DatabaseSettings {
  readonly DATABASE_URL?: string | undefined;
  readonly DATA_DIR: string;
}

/** What a server holds PostgreSQL to; a command sets no limits. */
interface ConnectionLimits {
  readonly connections?: number;
  /** Backs up the cancellation of each request's statements, for when this process is gone or cut off. */
  readonly statementMilliseconds?: number;
}

const connectMilliseconds = 5000;

/** Opens the database without looking at it: PostgreSQL where `DATABASE_URL` is set, else the embedded one, brought to the current schema. */
export async function openDatabase(
  settings: DatabaseSettings,
  limits: ConnectionLimits = {},
): Promise<Database> {
  const { DATABASE_URL, DATA_DIR } = settings;
  return DATABASE_URL ? openPostgres(DATABASE_URL, limits) : openEmbedded(DATA_DIR);
}

/** PostgreSQL did not answer; a server waits for it, a command cannot do without. */
export class UnreachableError extends UsageError {}

/** The same, and a `UsageError` where PostgreSQL cannot be reached or lacks a migration. */
export async function openCurrentDatabase(
  settings: DatabaseSettings,
  limits: ConnectionLimits = {},
): Promise<Database> {
  if (settings.DATABASE_URL) await withPostgresSession(settings.DATABASE_URL, assertMigrated);
  return openDatabase(settings, limits);
}

/** Brings the database to the current schema and returns the names of the migrations that this took. */
export async function migrateDatabase(settings: DatabaseSettings): Promise<string[]> {
  if (settings.DATABASE_URL) return withPostgresSession(settings.DATABASE_URL, migratePostgres);
  const release = await lockDataDir(settings.DATA_DIR);
  const engine = await openEngine(settings.DATA_DIR);
  const applied = await migrate(engine);
  await engine.close();
  await release();
  return applied;
}

/** Wraps an engine that is already migrated; tests hand in one that lives in memory. */
export function embeddedDatabase(engine: PGlite, release: () => Promise<void> = async () => {}): Database {
  lendTransactions(engine);
  const prisma = createPrisma(new PrismaPGlite(engine), 1);
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await engine.close();
    await release();
  };
  return { prisma, probe: prisma, pool: null, close };
}

// Every statement is an event, so that they can be counted.
function createPrisma(adapter: PrismaPg | PrismaPGlite, atOnce: number) {
  return new PrismaClient({ adapter: scoped(adapter, atOnce), log: [{ emit: 'event', level: 'query' }] });
}

// Compiling a statement takes longer than running it here; looking rows up by an index costs little more than reading on,
// unless the database is on a spinning disk; sorting what one report is made of should not need files; and parallel workers
// are started even for a branch that comes to nothing, which takes longer than the rest of the statement.
const tuning = '-c jit=off -c random_page_cost=1.1 -c work_mem=32MB -c max_parallel_workers_per_gather=0';

function openPostgres(connectionString: string, limits: ConnectionLimits): Database {
  const config = {
    connectionString,
    connectionTimeoutMillis: connectMilliseconds,
    // A host that has vanished never says so.
    keepAlive: true,
    keepAliveInitialDelayMillis: connectMilliseconds,
    options: tuning,
    ...(limits.connections && { max: limits.connections }),
    ...(limits.statementMilliseconds && { statement_timeout: limits.statementMilliseconds }),
  };
  const pool = createPool(config);
  const prisma = prismaOf(pool);
  const probe = prismaOf(createPool({ ...config, max: 1 }));
  const close = async (): Promise<void> => {
    await Promise.all([prisma.$disconnect(), probe.$disconnect()]);
  };
  return { prisma, probe, pool, close };
}

function prismaOf(pool: pg.Pool): Database['prisma'] {
  const adapter = new PrismaPg(pool, { disposeExternalPool: true, statementNameGenerator: statementNames() });
  return createPrisma(adapter, Math.ceil(pool.options.max / 2));
}

async function openEmbedded(dataDir: string): Promise<Database> {
  const release = await lockDataDir(dataDir);
  const engine = await openEngine(dataDir);
  await migrate(engine);
  // The engine learned which types there are before the first migration made some.
  await engine.refreshArrayTypes();
  return embeddedDatabase(engine, release);
}

async function withPostgresSession<T>(url: string, work: (session: SqlSession) => Promise<T>): Promise<T> {
  const client = createClient(url);
  try {
    await client.connect();
  } catch (error) {
    throw new UnreachableError(`DATABASE_URL cannot be reached: ${messageOf(error)}`);
  }
  try {
    return await work({
      query: (sql, values) => client.query(sql, values),
      exec: (script) => client.query(script),
    });
  } finally {
    await client.end();
  }
}

function createClient(url: string): pg.Client {
  try {
    return new pg.Client({ connectionString: url, connectionTimeoutMillis: connectMilliseconds });
  } catch (error) {
    throw new UsageError(`DATABASE_URL cannot be used: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function migratePostgres(session: SqlSession): Promise<string[]> {
  const { rows } = await session.query(`select current_setting('server_version_num')::int as version`);
  const [server] = rows as { version: number }[];
  if ((server?.version ?? 0) < 150_000) throw new UsageError('DATABASE_URL must be PostgreSQL 15 or newer');
  return migrate(session);
}

async function assertMigrated(session: SqlSession): Promise<void> {
  const missing = await missingMigrations(session);
  if (missing.length === 0) return;
  throw new UsageError(
    `DATABASE_URL lacks ${missing.length} migration(s) (${missing.join(', ')}): run deskgraph migrate`,
  );
}
