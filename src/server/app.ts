import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { GraphiQLOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import { rememberAnswers } from '../answering/answers.ts';
import type { Context } from '../auth/context.ts';
import { jwtVerifierOf } from '../auth/jwt.ts';
import type { Database } from '../database/client.ts';
import type { Replicas } from '../database/replicas.ts';
import type { Settings } from '../settings.ts';
import { graphiqlFor, useAccept, useAcceptParts } from './accept.ts';
import { useArgumentErrors } from './argument-errors.ts';
import { contextOf, useAuthentication } from './authenticate.ts';
import { corsOf } from './cors.ts';
import { type Dashboard, useDashboard } from './dashboard.ts';
import { useExactIds } from './exact-ids.ts';
import { useHealth } from './health.ts';
import { useHiddenSchema } from './introspection.ts';
import type { Counters } from './limits/counter.ts';
import { createDocumentCache } from './limits/document-cache.ts';
import { useLongDocuments } from './limits/long-documents.ts';
import { parserWithin, useQueryLimits } from './limits/query.ts';
import { type Connection, createTraffic } from './limits/traffic.ts';
import { useTrafficLimits, useWordOfOthers } from './limits/use-traffic.ts';
import { maskError } from './mask-error.ts';
import { useMaskedParts } from './mask-parts.ts';
import { type Metrics, useMetrics } from './metrics.ts';
import { useMultipart } from './multipart.ts';
import { useOneState } from './one-state.ts';
import { operationLabels } from './operation-labels.ts';
import { useParts } from './parts.ts';
import { type PersistedOperations, useManifest } from './persisted-operations.ts';
import { useRequestForm } from './request-form.ts';
import { useRequestLog, yogaLogger } from './request-log.ts';
import { useParams } from './request-params.ts';
import { useRestFace } from './rest/face.ts';
import { useTimeLimit } from './time-limit.ts';
import { useTracing } from './tracing.ts';
import { useVersion } from './version.ts';
import { useWebhooks } from './webhooks.ts';
import { useWholeAnswers } from './whole-answers.ts';
import { createYoga, useDeferStream } from './yoga.ts';

export interface AppOptions {
  readonly schema: GraphQLSchema;
  readonly database: Database;
  readonly replicas?: Replicas | undefined;
  readonly logger: Logger;
  readonly settings: Settings;
  /** Where requests are counted together with other processes; null: in this one alone. */
  readonly counters: Counters | null;
  /** False: a browser gets no GraphiQL. */
  readonly graphiql: GraphiQLOptions | false;
  /** Undefined: a browser gets no page at `/`. */
  readonly dashboard?: Dashboard | undefined;
  readonly metrics?: Metrics | undefined;
  /** Operations that a client may name instead of sending them. */
  readonly persistedOperations?: PersistedOperations | undefined;
  /** Aborted once the process is told to stop. */
  readonly stopping?: AbortSignal | undefined;
}

export type App = ReturnType<typeof createApp>;

/** Characters of the documents that are kept parsed and validated. */
const cachedCharacters = 500_000;

/** The whole service as one function from request to response; it listens nowhere yet. */
export function createApp({
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
  stopping,
}: AppOptions) {
  rememberAnswers(database, settings.ANSWER_MEMORY_MB);
  const traffic = createTraffic(settings, counters);
  const sources = { database, replicas, verifyJwt: jwtVerifierOf(settings) };
  const documentCache = createDocumentCache<DocumentNode>(cachedCharacters);
  const parseWithin = parserWithin(settings);
  return createYoga<Connection, Context>({
    schema,
    context: ({ request }) => contextOf(request),
    plugins: [
      useRequestLog(logger),
      useTracing(),
      useParts(),
      useTimeLimit(settings.REQUEST_TIMEOUT_MS),
      useHealth(database, stopping),
      useWebhooks(database),
      metrics
        ? useMetrics(metrics, settings.METRICS_PORT === undefined, operationLabels(persistedOperations))
        : {},
      dashboard ? useDashboard(dashboard) : {},
      useAccept(),
      useTrafficLimits(traffic),
      useRestFace({ ...sources, settings, traffic }, metrics),
      useRequestForm(),
      useParams(settings.MAX_BODY_BYTES),
      useAuthentication(sources),
      useWordOfOthers(),
      useManifest(persistedOperations),
      useExactIds(),
      useQueryLimits(parseWithin, settings),
      settings.INTROSPECTION ? {} : useHiddenSchema(),
      useArgumentErrors(),
      useWholeAnswers(),
      useOneState(sources),
      replicas ? useVersion() : {},
      useDeferStream(),
      useAcceptParts(),
      useMultipart(),
      useMaskedParts(),
      useLongDocuments({ parseWithin, known: documentCache }),
    ],
    maskedErrors: { maskError },
    logging: yogaLogger(logger),
    graphiql: graphiqlFor(graphiql),
    // Nine megabytes of script: loaded when the first browser asks.
    renderGraphiQL: async (options) => (await import('./graphiql-page.ts')).renderGraphiQL(options),
    landingPage: false,
    multipart: false,
    cors: settings.CORS_ORIGINS.length > 0 && corsOf(settings.CORS_ORIGINS),
    maxRequestBodySize: false,
    extraParamNames: ['documentId'],
    parserAndValidationCache: {
      documentCache,
      errorCache: createDocumentCache(cachedCharacters),
    },
  });
}
