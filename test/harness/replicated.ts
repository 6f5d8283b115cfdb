import { vi } from 'vitest';
import { type Database, migrateDatabase, openDatabase } from '../../src/database/client.ts';
import { openReplicas, type Replicas } from '../../src/database/replicas.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { createAccount } from './account.ts';
import { appOf, tokenFor } from './app.ts';
import { createPostgres, createReplica, type OwnPostgres } from './own-postgres.ts';
import { withServer } from './postgres.ts';

export const connections = 30;

/** A primary of a test's own with replicas that stream from it, and an account whose conversations grow. */
export interface Replicated {
  readonly primary: OwnPostgres;
  readonly replicas: readonly OwnPostgres[];
  readonly database: Database;
  readonly token: string;
  /** Imports conversations until there are so many. */
  readonly grow: (conversations: number) => Promise<void>;
  /** The same on a server that has taken the place of the primary. */
  readonly growOn: (database: Database, conversations: number) => Promise<void>;
  /** The version of the account on the primary. */
  readonly version: () => Promise<string>;
  readonly destroy: () => Promise<void>;
}

export const mailbox = { type: 'mailbox', id: 'm1', name: 'M' };

export const conversationOf = (number: number) => ({
  type: 'conversation',
  id: String(number),
  number,
  mailboxId: 'm1',
  conversationType: 'email',
  channel: 'web',
  status: 'open',
  createdAt: '2026-01-15T12:00:00Z',
});

export async function createReplicated(programs: string, count: number): Promise<Replicated> {
  const primary = await createPostgres(programs, connections);
  const place = { DATABASE_URL: primary.url, DATA_DIR: '' };
  await migrateDatabase(place);
  const database = await openDatabase(place);
  const growOn = (grown: Database, conversations: number) => {
    const records = [
      mailbox,
      ...Array.from({ length: conversations }, (_, number) => conversationOf(number)),
    ];
    return createAccount(grown, 'acme', { records });
  };
  const grow = (conversations: number) => growOn(database, conversations);
  await grow(1);
  const token = await tokenFor(database, 'acme');
  const replicas: OwnPostgres[] = [];
  for (let number = 0; number < count; number++)
    replicas.push(await createReplica(programs, primary, connections));
  return {
    primary,
    replicas,
    database,
    token,
    grow,
    growOn,
    version: async () => {
      const account = await database.prisma.account.findUniqueOrThrow({ where: { id: 'acme' } });
      return String(account.version);
    },
    destroy: async () => {
      await database.close();
      for (const server of [...replicas, primary]) await server.destroy();
    },
  };
}

export const totalQuery =
  '{ conversationsByStatusReport(period: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }) { current { total } } }';

interface Told {
  readonly status: number;
  /** How many conversations there are, where that was answered. */
  readonly total: number | undefined;
  readonly version: string | undefined;
  readonly header: string | null;
}

/** A server that reads on replicas, and what it says of them. */
export function serverOn(
  { database, token }: Replicated,
  urls: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  mostMilliseconds = 5000,
) {
  const told: [replica: string, trouble: string | null][] = [];
  const onChange = (replica: string, trouble: string | null) => void told.push([replica, trouble]);
  const replicas = openReplicas(database, urls, { connections: 4 }, { mostMilliseconds, onChange });
  const app = appOf(database, { RATE_LIMIT_TOKEN: '1000000', ...environment }, { replicas });
  const metrics = createMetrics(database, replicas);
  const send = (path: string, init: RequestInit = {}, headers: Record<string, string> = {}, bearer = token) =>
    app.fetch(`http://deskgraph.test${path}`, {
      ...init,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}`, ...headers },
    });
  const ask = async (headers?: Record<string, string>, bearer?: string): Promise<Told> => {
    const body = JSON.stringify({ query: totalQuery });
    const response = await send('/graphql', { method: 'POST', body }, headers, bearer);
    const { data, extensions } = await response.json();
    return {
      status: response.status,
      total: data?.conversationsByStatusReport.current.total,
      version: extensions?.version,
      header: response.headers.get('deskgraph-version'),
    };
  };
  return { replicas, told, ask, send, measured: () => metrics.registry.metrics(), close: replicas.close };
}

export type ServerOn = ReturnType<typeof serverOn>;

const patience = { timeout: 20_000, interval: 20 };

/** Waits until so many replicas are in use. */
export function untilInUse({ all }: Replicas, count: number): Promise<void> {
  return vi.waitFor(() => {
    const inUse = all.filter(({ trouble }) => trouble() === null).length;
    if (inUse !== count) throw new Error(`in use: ${inUse}, ${all.map(({ trouble }) => trouble())}`);
  }, patience);
}

/** Stops a replica from going on, or lets it. */
export function setPaused({ url }: OwnPostgres, isPaused: boolean): Promise<void> {
  const name = isPaused ? 'pg_wal_replay_pause' : 'pg_wal_replay_resume';
  return withServer(url, (client) =>
    // What the replica takes over may be in the way of a question to it as well.
    vi.waitFor(async () => {
      await client.query(`select ${name}()`);
      const { rows } = await client.query('select pg_get_wal_replay_pause_state() as state');
      if ((rows[0].state === 'paused') !== isPaused) throw new Error(rows[0].state);
    }, patience),
  );
}

/** Waits until a replica shows so many conversations of the account, which is the first. */
export function untilItShows({ url }: OwnPostgres, conversations: number): Promise<void> {
  return withServer(url, (client) =>
    vi.waitFor(async () => {
      const { rows } = await client.query(
        'select count(*)::int as count from conversations where account_key = 1',
      );
      if (rows[0].count < conversations) throw new Error(`${rows[0].count} of ${conversations}`);
    }, patience),
  );
}
