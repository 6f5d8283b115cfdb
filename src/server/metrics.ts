import type { RequestListener } from 'node:http';
import type { Plugin } from 'graphql-yoga';
import type { Pool } from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { answersOf } from '../answering/answers.ts';
import type { Database } from '../database/client.ts';
import type { Replicas } from '../database/replicas.ts';
import { currentScope, withinScope } from '../database/scope.ts';
import { readImportTotals } from '../import/tally-store.ts';
import { measureConnections } from './connect-metrics.ts';
import type { OperationLabels } from './operation-labels.ts';
import { codesOf, lookAtParts, onceAnswered } from './parts.ts';
import { measureReplicas } from './replica-metrics.ts';
import { requestRecord } from './request-log.ts';

/** Metrics do not wait longer for the database. */
const tallyMilliseconds = 1000;

const metricsPath = '/metrics';

/** What is measured of the service, for Prometheus. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics(database: Database, replicas?: Replicas) {
  const { pool } = database;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  if (pool) countConnections(pool, database.waiting, registry);
  countImports(database, registry);
  countAnswers(database, registry);
  if (replicas) measureReplicas(replicas, registry);
  return {
    registry,
    connectRequests: measureConnections(database, registry),
    seconds: new Histogram({
      name: 'deskgraph_request_duration_seconds',
      help: 'Time from request to answer, by operation and HTTP status.',
      labelNames: ['operation', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    statements: new Histogram({
      name: 'deskgraph_request_statements',
      help: 'SQL statements of one request.',
      buckets: [0, 1, 2, 3, 5, 8, 12, 20, 50],
      registers,
    }),
    errors: new Counter({
      name: 'deskgraph_errors_total',
      help: 'Errors told to clients, by code.',
      labelNames: ['code'],
      registers,
    }),
  };
}

function countAnswers(database: Database, registry: Registry): void {
  const registers = [registry];
  new Counter({
    name: 'deskgraph_answers_total',
    help: 'Answers of reports that were remembered (hit), and those that had to be read (miss).',
    labelNames: ['result'],
    registers,
    collect() {
      const { hits, misses } = answersOf(database)?.asked() ?? { hits: 0, misses: 0 };
      this.reset();
      this.inc({ result: 'hit' }, hits);
      this.inc({ result: 'miss' }, misses);
    },
  });
  new Gauge({
    name: 'deskgraph_answer_memory_bytes',
    help: 'Memory that remembered answers take, about.',
    registers,
    collect() {
      this.set(answersOf(database)?.bytes() ?? 0);
    },
  });
}

function countConnections(pool: Pool, waiting: () => number, registry: Registry): void {
  new Gauge({
    name: 'deskgraph_database_connections',
    help: 'Connections to the database by state, and statements that wait for one.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount + waiting());
    },
  });
}

/** Imports run in processes of their own and leave their tallies in the database: they are read when they are asked for. */
function countImports(database: Database, registry: Registry): void {
  new Counter({
    name: 'deskgraph_import_records_total',
    help: 'Records that imports have stored or rejected, by type. Counted when an import has come to its end.',
    labelNames: ['type', 'outcome'],
    registers: [registry],
    async collect() {
      const deadline = AbortSignal.timeout(tallyMilliseconds);
      // Without the database the other metrics matter most, and these stay as they were.
      const totals = await withinScope(deadline, () => readImportTotals(database)).catch(() => null);
      if (!totals) return;
      this.reset();
      for (const { records, ...labels } of totals) this.inc(labels, records);
    },
  });
}

/**
 * Measures every request for reports, by the label of its operation's name, and answers `/metrics` where that is not left to a port
 * of its own.
 */
export function useMetrics(
  { registry, seconds, statements, errors }: Metrics,
  answers: boolean,
  labelOf: OperationLabels,
): Plugin {
  return {
    onRequest: async ({ url, endResponse, fetchAPI }) => {
      if (!answers || url.pathname !== metricsPath) return;
      const headers = { 'content-type': registry.contentType };
      endResponse(new fetchAPI.Response(await registry.metrics(), { headers }));
    },
    onResultProcess: (answer) =>
      lookAtParts(answer, (part) => {
        for (const code of codesOf(part)) errors.inc({ code });
      }),
    onResponse: ({ request, response: { status } }) => {
      const record = requestRecord();
      const scope = currentScope();
      if (!record || !(record.endpoint || new URL(request.url).pathname === '/graphql')) return;
      onceAnswered(request, () => {
        const labels = { operation: record.endpoint ?? labelOf(record.operation), status };
        seconds.observe(labels, (performance.now() - record.startedAt) / 1000);
        statements.observe(scope?.statements ?? 0);
      });
    },
  };
}

/** Answers `/metrics` alone, for a port that only the operator reaches. */
export function metricsListener({ registry }: Metrics): RequestListener {
  return async (request, response) => {
    if (request.url !== metricsPath) return response.writeHead(404).end();
    return response.setHeader('content-type', registry.contentType).end(await registry.metrics());
  };
}
