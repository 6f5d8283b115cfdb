import { connect, type Socket } from 'node:net';
import pg from 'pg';
import type { Settings } from '../settings.ts';
import { lendConnection } from './copy.ts';
import { currentScope } from './scope.ts';
import { connectEither, type Server } from './server.ts';
import { isPooled, settle } from './session.ts';

/** A server that is there has cancelled a statement by then; the connection to one that is not is given up. */
const cancelMilliseconds = 1000;

const connectMilliseconds = 5000;

/** What a server holds PostgreSQL to; a command sets no limits. */
export interface ConnectionLimits {
  readonly connections?: number;
  /** Backs up the cancellation of each request's statements, for when this process is gone or cut off. */
  readonly statementMilliseconds?: number;
}

/** The limits of a server's connections to one database. */
export function limitsOf({
  DATABASE_CONNECTIONS,
  REQUEST_TIMEOUT_MS,
}: Pick<Settings, 'DATABASE_CONNECTIONS' | 'REQUEST_TIMEOUT_MS'>): ConnectionLimits {
  return { connections: DATABASE_CONNECTIONS, statementMilliseconds: REQUEST_TIMEOUT_MS };
}

export interface Pool extends pg.Pool {
  /** Gives up all connections, and with them the statements under way, and makes no others until it is told that the server is back. */
  readonly giveUp: (isAway: boolean) => void;
}

/** A pool that cancels a statement on the server when the request that it belongs to is given up, and whose transactions can copy. */
export function createPool(
  server: Server,
  { connections, statementMilliseconds = 0 }: ConnectionLimits,
): Pool {
  const pool = new pg.Pool({
    ...server.config,
    connectionTimeoutMillis: connectMilliseconds,
    // A host that has vanished never says so.
    keepAlive: true,
    keepAliveInitialDelayMillis: connectMilliseconds,
    onConnect: (client) => settleInTime(client, server, statementMilliseconds),
    ...(connections && { max: connections }),
  });
  // An idle connection that is lost is replaced when it is needed.
  pool.on('error', () => {});
  const query = (statement: pg.QueryArrayConfig) => queryCancellably(pool, statement, currentScope()?.signal);
  const connectAny = pool.connect.bind(pool);
  const clients = new Set<pg.PoolClient>();
  pool.on('connect', (client) => clients.add(client));
  pool.on('remove', (client) => clients.delete(client));
  let isGivenUp = false;
  const giveUp = (isAway: boolean): void => {
    isGivenUp = isAway;
    if (isAway) for (const client of clients) backendOf(client).connection.stream.destroy();
  };
  const connect = async (): Promise<pg.PoolClient> => {
    if (isGivenUp) throw new Error('all connections were given up');
    const client = await connectEither(server, (way) => {
      pool.options.ssl = way;
      return connectAny();
    });
    lendConnection(client);
    return client;
  };
  return Object.assign(pool, { query, connect, giveUp });
}

/** A connection that is nobody else's. */
export interface Session {
  readonly query: (sql: string, values?: unknown[]) => Promise<{ rows: unknown[] }>;
  readonly close: () => Promise<void>;
}

/** Connects to PostgreSQL for what lasts, such as a lock. `onLost` is told where the connection breaks. */
export async function openSession(server: Server, onLost: (error: Error) => void): Promise<Session> {
  const pool = createPool(server, { connections: 1 });
  try {
    const client = await pool.connect();
    client.on('error', onLost);
    return {
      query: (sql, values) => client.query(sql, values),
      close: async () => {
        client.release(true);
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function settleInTime(
  client: pg.ClientBase,
  server: Server,
  statementMilliseconds: number,
): Promise<void> {
  const givingUp = setTimeout(() => backendOf(client).connection.stream.destroy(), connectMilliseconds);
  try {
    await settle(client, server, statementMilliseconds);
  } finally {
    clearTimeout(givingUp);
  }
}

async function queryCancellably(
  pool: pg.Pool,
  statement: pg.QueryArrayConfig,
  signal: AbortSignal | undefined,
): Promise<pg.QueryArrayResult> {
  const client = await pool.connect();
  // Nothing was sent: the connection is as good as before.
  if (signal?.aborted) client.release();
  signal?.throwIfAborted();
  let failed = false;
  let givingUp: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    cancelStatement(client);
    givingUp = setTimeout(() => backendOf(client).connection.stream.destroy(), cancelMilliseconds);
  };
  // A connection that is lost in the middle fails the statement, which is enough to hear of it.
  const ignore = (): void => {};
  client.on('error', ignore);
  try {
    signal?.addEventListener('abort', cancel, { once: true });
    return await (isPooled(client) ? queryAlone(client, statement, signal) : client.query(statement));
  } catch (error) {
    failed = true;
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    clearTimeout(givingUp);
    client.off('error', ignore);
    // Not used again after a failure: a cancellation may still be on its way and would meet the next statement.
    client.release(failed || signal?.aborted);
  }
}

/** Runs a statement in a transaction of its own, which begins with the settings. */
async function queryAlone(
  client: pg.PoolClient,
  statement: pg.QueryArrayConfig,
  signal: AbortSignal | undefined,
): Promise<pg.QueryArrayResult> {
  await client.query('begin');
  signal?.throwIfAborted();
  const result = await client.query(statement);
  await client.query('commit');
  return result;
}

/** PostgreSQL's code for the request to cancel what another connection is doing. */
const cancelRequestCode = 80_877_102;

/** What the driver keeps of a connection without declaring it. */
interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
  readonly connection: { readonly stream: Socket };
}

const backendOf = (client: pg.ClientBase) => client as unknown as Backend;

/** Asks the server to cancel the statement under way; that it did is seen by the statement's own failure. */
function cancelStatement(client: pg.PoolClient): void {
  const { host, port, processID, secretKey } = backendOf(client);
  const request = Buffer.alloc(16);
  [request.length, cancelRequestCode, processID, secretKey].forEach((field, index) => {
    request.writeInt32BE(field, index * 4);
  });
  const address = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  // The server closes: PgBouncer 1.18 itself ends where a client that asked to cancel has gone before.
  const socket = connect(address, () => socket.write(request));
  socket.resume();
  socket.setTimeout(connectMilliseconds, () => socket.destroy());
  socket.on('error', () => socket.destroy());
}
