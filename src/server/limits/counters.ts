import { once } from 'node:events';
import type pg from 'pg';
import type { Logger } from 'pino';
import { RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Database } from '../../database/client.ts';
import { withinScope } from '../../database/scope.ts';
import { toLoggable } from '../loggable.ts';
import { type Counters, countersOf, type Store } from './counter.ts';

/** Where requests are counted for all processes, and how to let go of it. */
export interface SharedCounters {
  /** Null: in this process alone, as an embedded database serves no other. */
  readonly counters: Counters | null;
  readonly close: () => void;
}

type Opened = Store & Pick<SharedCounters, 'close'>;

/** Without PostgreSQL nothing is answered anyway: a connection to it is waited for as long as one for a request. */
const postgresMilliseconds = 5000;
const redisMilliseconds = 1000;
const connectMilliseconds = 2000;
const reconnectMilliseconds = 1000;

/** The table that a migration has made. */
const tableName = 'request_counts';

/** Opens what counts requests: Redis where `REDIS_URL` is set, else PostgreSQL. */
export async function openCounters(
  { probePool }: Pick<Database, 'probePool'>,
  redisUrl: string | undefined,
  logger: Logger,
): Promise<SharedCounters> {
  const store = redisUrl ? await openRedis(redisUrl) : probePool && storeIn(probePool);
  if (!store) return { counters: null, close: () => {} };
  let isOpen = true;
  const onAway = (error: unknown): void => {
    const fields = { error: toLoggable(error) };
    if (isOpen) logger.warn(fields, 'requests are counted by this process alone: where all count is away');
  };
  const onBack = (): void => logger.info('requests are counted together with other processes again');
  const close = (): void => {
    isOpen = false;
    store.close();
  };
  return { counters: countersOf(store, onAway, onBack), close };
}

function storeIn(pool: pg.Pool): Opened {
  // What is counted is of many requests: none of them, given up, ends the statement.
  const query = (statement: pg.QueryArrayConfig): Promise<unknown> =>
    withinScope(AbortSignal.timeout(postgresMilliseconds), () => pool.query(statement));
  return {
    createLimiter: (options) =>
      new RateLimiterPostgres({
        ...options,
        storeClient: { query },
        storeType: 'client',
        tableName,
        tableCreated: true,
      }),
    patienceMilliseconds: postgresMilliseconds,
    close: () => {},
  };
}

async function openRedis(url: string): Promise<Opened> {
  const { createClient } = await import('@redis/client');
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: connectMilliseconds, reconnectStrategy: reconnectMilliseconds },
  });
  client.on('error', () => {}); // Whoever counts tells of it.
  // One that is away is connected to later; meanwhile the server serves.
  await Promise.race([client.connect(), once(client, 'error')]);
  return {
    createLimiter: ({ keyPrefix, ...options }) =>
      new RateLimiterRedis({
        ...options,
        keyPrefix: `deskgraph:${keyPrefix}`,
        storeClient: client,
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
      }),
    patienceMilliseconds: redisMilliseconds,
    close: () => client.destroy(),
  };
}
