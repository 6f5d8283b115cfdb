import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgres, createReplica, type OwnPostgres, postgresPrograms } from './own-postgres.ts';
import { pgbouncerProgram, startPgbouncer } from './pgbouncer.ts';
import { withServer } from './postgres.ts';
import { createDatabase } from './server-database.ts';

const connections = 200;

/** Where the rows of a trial are: a database of its own, behind PgBouncer. */
export interface Place {
  /** The database, with nothing between. */
  readonly url: string;
  /** What tells a process how to reach it. */
  readonly environment: Record<string, string>;
  /** Has each replica fall behind or go away now and then until the time is over; returns how often. */
  readonly disturb: (endsAt: number) => Promise<number>;
  readonly drop: () => Promise<void>;
}

/** Makes a database on a server, or where replicas are wanted a primary with replicas that stream from it. */
export function openPlace(serverUrl: string, replicas: number): Promise<Place> {
  return replicas === 0 ? openDatabase(serverUrl) : openReplicated(replicas);
}

async function openDatabase(serverUrl: string): Promise<Place> {
  const database = await createDatabase(serverUrl);
  const pooler = await startPooler(serverUrl);
  return {
    url: database.url,
    environment: { DATABASE_URL: pooler.urlOf(database.url) },
    disturb: async () => 0,
    drop: async () => {
      await pooler.stop();
      await database.drop();
    },
  };
}

async function openReplicated(count: number): Promise<Place> {
  const programs = postgresPrograms();
  if (!programs) throw new Error('a PostgreSQL server is needed for replicas');
  const primary = await createPostgres(programs, connections);
  const replicas: OwnPostgres[] = [];
  while (replicas.length < count) replicas.push(await createReplica(programs, primary, connections));
  const servers = [primary, ...replicas];
  const poolers = await Promise.all(servers.map(({ url }) => startPooler(url)));
  const [first = '', ...others] = servers.map(({ url }, index) => poolers[index]?.urlOf(url) ?? '');
  return {
    url: primary.url,
    environment: { DATABASE_URL: first, DATABASE_READ_URL: others.join(',') },
    disturb: async (endsAt) => {
      const faults = await Promise.all(replicas.map((replica) => disturb(replica, endsAt)));
      return faults.reduce((sum, number) => sum + number, 0);
    },
    drop: async () => {
      await Promise.all(poolers.map(({ stop }) => stop()));
      for (const server of servers.reverse()) await server.destroy();
    },
  };
}

const startPooler = (url: string) => startPgbouncer(pgbouncerProgram ?? '', 'transaction', url);

/** Some lag that nobody minds, more of it than a process lets pass, and an end without a word. */
async function disturb(replica: OwnPostgres, endsAt: number): Promise<number> {
  const kinds = [
    () => pause(replica, 300 + Math.random() * 3000),
    () => pause(replica, 10_000),
    async () => {
      await replica.stop();
      await sleep(Math.random() * 5000);
      await replica.start();
    },
  ];
  let faults = 0;
  for (;;) {
    await sleep(2000 + Math.random() * 6000);
    if (performance.now() > endsAt) return faults;
    await kinds[faults % kinds.length]?.();
    faults += 1;
  }
}

async function pause({ url }: OwnPostgres, milliseconds: number): Promise<void> {
  await persist(url, 'select pg_wal_replay_pause()');
  await sleep(milliseconds);
  await persist(url, 'select pg_wal_replay_resume()');
}

/** Sends a statement until it is not in the way of what the replica takes over. */
async function persist(url: string, statement: string): Promise<void> {
  const isDone = await withServer(url, (client) => client.query(statement)).then(
    () => true,
    (error: { code?: string }) => {
      if (error.code !== '40001') throw error;
      return false;
    },
  );
  if (!isDone) await persist(url, statement);
}
