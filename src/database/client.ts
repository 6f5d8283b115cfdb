import type { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { lendTransactions } from './copy.ts';
import { openEngine } from './engine.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { lockDataDir } from './lock.ts';
import { migrate } from './migrate.ts';
import { type ConnectionLimits, createPool, openSession, type Pool, type Session } from './pool.ts';
import { assertMigrated, migratePostgres, schemaOf } from './postgres.ts';
import { scoped } from './scope.ts';
import { nameOf, type Server, serverOf } from './server.ts';
import { statementNames } from './statement-names.ts';
import { createTurns, type Turns } from './turns.ts';

/** One Prisma client, whichever engine stands behind it. */
export interface Database {
  readonly prisma: ReturnType<typeof createPrisma>;
  /** Sends one statement that reads. */
  readonly read: (statement: Prisma.Sql) => Promise<unknown[]>;
  /** Names the server that has read all statements so far; null where there was more than one. */
  readonly readBy: () => string | null;
  /** The same with a connection of its own, to ask whether the database is there when requests have all the others. */
  readonly probe: Database['prisma'];
  /** The connections to PostgreSQL; null on the embedded engine, which has one of its own. */
  readonly pool: Pool | null;
  /** The one connection of `probe`; null on the embedded engine. */
  readonly probePool: pg.Pool | null;
  /** Connects outside of the pool, for what lasts; null on the embedded engine. */
  readonly openSession: ((onLost: (error: Error) => void) => Promise<Session>) | null;
  /** How many statements wait for their turn. */
  readonly waiting: () => number;
  readonly close: () => Promise<void>;
}

export interface DatabaseSettings {
  readonly DATABASE_URL?: string | undefined;
  readonly DATA_DIR: string;
}

/** Opens the database without looking at it: PostgreSQL where `DATABASE_URL` is set, else the embedded one, brought to the current schema. */
export async function openDatabase(
  settings: DatabaseSettings,
  limits: ConnectionLimits = {},
): Promise<Database> {
  const { DATABASE_URL, DATA_DIR } = settings;
  return DATABASE_URL ? openPostgres(serverOf(DATABASE_URL), limits) : openEmbedded(DATA_DIR);
}

/** The same, and a `UsageError` where PostgreSQL cannot be reached or lacks a migration. */
export async function openCurrentDatabase(
  settings: DatabaseSettings,
  limits: ConnectionLimits = {},
): Promise<Database> {
  if (!settings.DATABASE_URL) return openEmbedded(settings.DATA_DIR);
  const server = serverOf(settings.DATABASE_URL);
  await assertMigrated(server);
  return openPostgres(server, limits);
}

/** Brings the database to the current schema and returns the names of the migrations that this took. */
export async function migrateDatabase(settings: DatabaseSettings): Promise<string[]> {
  if (settings.DATABASE_URL) return migratePostgres(serverOf(settings.DATABASE_URL));
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
  const turns = createTurns(1);
  const prisma = createPrisma(new PrismaPGlite(engine), turns);
  const close = async (): Promise<void> => {
    await prisma.$disconnect();
    await engine.close();
    await release();
  };
  return {
    ...reading(prisma, ''),
    probe: prisma,
    pool: null,
    probePool: null,
    openSession: null,
    waiting: turns.waiting,
    close,
  };
}

/** Opens a replica of the database, of which it only reads, without looking at it. */
export function openReplica(url: string, limits: ConnectionLimits): ReturnType<typeof openPostgres> {
  return openPostgres(serverOf(url, 'DATABASE_READ_URL', 'read only'), limits);
}

// Every statement is an event, so that they can be counted.
function createPrisma(adapter: PrismaPg | PrismaPGlite, turns: Turns) {
  return new PrismaClient({ adapter: scoped(adapter, turns), log: [{ emit: 'event', level: 'query' }] });
}

function reading(prisma: Database['prisma'], name: string): Pick<Database, 'prisma' | 'read' | 'readBy'> {
  return { prisma, read: (statement) => prisma.$queryRaw<unknown[]>(statement), readBy: () => name };
}

function openPostgres(server: Server, limits: ConnectionLimits): Database & { readonly pool: Pool } {
  const pool = createPool(server, limits);
  const turns = createTurns(pool.options.max);
  const prisma = prismaOf(pool, server, turns);
  const probePool = createPool(server, { ...limits, connections: 1 });
  const probe = prismaOf(probePool, server, createTurns(1));
  const close = async (): Promise<void> => {
    await Promise.all([prisma.$disconnect(), probe.$disconnect()]);
    // Prisma leaves a pool alone through which it has sent nothing itself.
    await Promise.all([pool, probePool].filter(({ ended }) => !ended).map((open) => open.end()));
  };
  const open = (onLost: (error: Error) => void): Promise<Session> => openSession(server, onLost);
  return {
    ...reading(prisma, nameOf(server)),
    probe,
    pool,
    probePool,
    openSession: open,
    waiting: turns.waiting,
    close,
  };
}

function prismaOf(pool: pg.Pool, server: Server, turns: Turns): Database['prisma'] {
  const options = { disposeExternalPool: true, statementNameGenerator: statementNames(), schema: '' };
  const adapter = new PrismaPg(pool, options);
  const connectAnyhow = adapter.connect.bind(adapter);
  const connect: typeof connectAnyhow = async () => {
    // Prisma's own statements name the schema, which the first connection finds out, in quotes that it does not double.
    options.schema = (await schemaOf(pool, server)).replaceAll('"', '""');
    return connectAnyhow();
  };
  return createPrisma(Object.assign(adapter, { connect }), turns);
}

async function openEmbedded(dataDir: string): Promise<Database> {
  const release = await lockDataDir(dataDir);
  const engine = await openEngine(dataDir);
  await migrate(engine);
  // The engine learned which types there are before the first migration made some.
  await engine.refreshArrayTypes();
  return embeddedDatabase(engine, release);
}
