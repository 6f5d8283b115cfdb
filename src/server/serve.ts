import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphiQLOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import { keepConnectionsLive } from '../connect/live.ts';
import { keepRollupsFresh } from '../counting/ahead/upkeep.ts';
import type { Database } from '../database/client.ts';
import { limitsOf } from '../database/pool.ts';
import { openReplicas, type Replicas } from '../database/replicas.ts';
import { schema } from '../schema/schema.ts';
import type { Settings } from '../settings.ts';
import { UsageError } from '../usage-error.ts';
import { createApp } from './app.ts';
import { readDashboard } from './dashboard.ts';
import { openCounters } from './limits/counters.ts';
import { type Listening, listen } from './listen.ts';
import { toLoggable } from './loggable.ts';
import { createLogger } from './logger.ts';
import { createMetrics, metricsListener } from './metrics.ts';
import { readPersistedOperations } from './persisted-operations.ts';
import { startTracing } from './tracing.ts';

/** For the imports that did not live to count what they stored; the first requests of a new server need not wait for it. */
const upkeepMilliseconds = 10_000;

/**
 * Serves until SIGTERM or SIGINT, and for `DRAIN_MS` more, then answers what it has begun and closes the database. Resolves when all
 * is closed. With `token`, the printed address of the dashboard opens signed in.
 */
export async function serve(
  database: Database,
  settings: Settings,
  graphiql: GraphiQLOptions | false,
  token?: string,
): Promise<void> {
  const logger = createLogger(settings.LOG_LEVEL);
  process.on('uncaughtExceptionMonitor', (error) =>
    logger.fatal({ error: toLoggable(error) }, 'uncaught error'),
  );
  const told = new Promise<string>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  const stopping = new AbortController();
  const listening: Listening[] = [];
  let stopTracing = async (): Promise<void> => {};
  let stopUpkeep = stopTracing;
  let stopConnections = stopTracing;
  let closeCounters = (): void => {};
  let replicas: Replicas | undefined;
  try {
    stopTracing = await startTracing(process.env);
    replicas = replicasOf(database, settings, logger);
    const metrics = settings.METRICS ? createMetrics(database, replicas) : undefined;
    const persistedOperations = await readPersistedOperations(settings, schema);
    const { counters, close } = await openCounters(database, settings.REDIS_URL, logger);
    closeCounters = close;
    const dashboard = settings.DASHBOARD ? await readDashboard() : undefined;
    const app = createApp({
      schema,
      database,
      replicas,
      logger,
      settings,
      counters,
      graphiql,
      dashboard,
      metrics,
      persistedOperations,
      stopping: stopping.signal,
    });
    const { METRICS_PORT } = settings;
    const metricsService =
      metrics && METRICS_PORT !== undefined
        ? await listenAt(settings, 'METRICS_PORT', METRICS_PORT, metricsListener(metrics))
        : undefined;
    if (metricsService) listening.push(metricsService);
    const service = await listenAt(settings, 'PORT', settings.PORT, app);
    listening.push(service);
    stopUpkeep = keepRollupsFresh(database, upkeepMilliseconds, (error) =>
      logger.warn({ error: toLoggable(error) }, 'rollups could not be refreshed'),
    );
    stopConnections = keepConnectionsLive(database, {
      onFailure: (account, error) =>
        logger.warn({ account, error: toLoggable(error) }, 'the account could not be kept current'),
      onNotice: (account, notice) => logger.warn({ account }, notice),
      onSent: (account, status) => metrics?.connectRequests.inc({ account, status }),
    });
    process.stdout.write(`deskgraph answers at ${service.address}/graphql\n`);
    if (metricsService) process.stdout.write(`metrics at ${metricsService.address}/metrics\n`);
    const fragment = token ? `#token=${token}` : '';
    if (dashboard) process.stdout.write(`dashboard at ${service.address}/${fragment}\n`);
    logger.info({ signal: await told }, 'stopping');
    stopping.abort();
    for (const { drain } of listening) drain();
    await sleep(settings.DRAIN_MS);
  } finally {
    // A second longer than any request may take.
    const grace = settings.REQUEST_TIMEOUT_MS + 1000;
    await Promise.all([...listening.map(({ stop }) => stop(grace)), stopUpkeep(), stopConnections()]);
    closeCounters();
    await replicas?.close();
    await database.close();
    await stopTracing();
  }
}

function replicasOf(database: Database, settings: Settings, logger: Logger): Replicas | undefined {
  const { DATABASE_READ_URL, REPLICA_LAG_MS } = settings;
  if (!DATABASE_READ_URL) return undefined;
  return openReplicas(database, DATABASE_READ_URL, limitsOf(settings), {
    mostMilliseconds: REPLICA_LAG_MS,
    onChange: (replica, trouble) =>
      trouble === null
        ? logger.info({ replica }, 'the replica is in use')
        : logger.warn({ replica, trouble }, 'the replica is left out'),
  });
}

async function listenAt(
  { HOST }: Settings,
  name: string,
  port: number,
  answer: RequestListener,
): Promise<Listening> {
  try {
    return await listen(answer, HOST, port);
  } catch (error) {
    throw new UsageError(`HOST ${HOST}, ${name} ${port}: ${(error as Error).message}`);
  }
}
