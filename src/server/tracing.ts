import { context, propagation, SpanKind, type TextMapGetter, trace } from '@opentelemetry/api';
import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { failSpan, withinSpan } from '../trace.ts';
import { UsageError } from '../usage-error.ts';
import { codesOf, lookAtParts, onceAnswered } from './parts.ts';
import { requestRecord } from './request-log.ts';
import { shownPath } from './shown-path.ts';

/** The ways to send traces that a collector may ask for, and what sends so. */
const exporters = {
  'http/json': () => import('@opentelemetry/exporter-trace-otlp-http'),
  'http/protobuf': () => import('@opentelemetry/exporter-trace-otlp-proto'),
};

const isSupported = (protocol: string): protocol is keyof typeof exporters =>
  Object.hasOwn(exporters, protocol);

/**
 * Sends traces where OpenTelemetry's standard variables name an endpoint or an exporter; they also set the sampler, the service's name, headers
 * and the rest. Without them its packages are not even loaded. Returns how to send what is left and stop. Throws a `UsageError`
 * for an exporter or a protocol that there is not.
 */
export async function startTracing(environment: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  if (!isTracingAsked(environment)) return async () => {};
  const [sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    exporters[protocolOf(environment)](),
    import('@opentelemetry/resources'),
  ]);
  const named = resources.resourceFromAttributes({ 'service.name': 'deskgraph' });
  const provider = new sdk.NodeTracerProvider({
    resource: named.merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return () => provider.shutdown();
}

function isTracingAsked(environment: NodeJS.ProcessEnv): boolean {
  const { OTEL_TRACES_EXPORTER: exporter, OTEL_SDK_DISABLED: disabled = '' } = environment;
  if (disabled.toLowerCase() === 'true') return false;
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  // The exporter without an endpoint sends to the standard one of this machine.
  const asked = exporter || (endpoint ? 'otlp' : 'none');
  if (asked !== 'otlp' && asked !== 'none')
    throw new UsageError(`OTEL_TRACES_EXPORTER must be otlp or none, not ${asked}`);
  return asked === 'otlp';
}

function protocolOf(environment: NodeJS.ProcessEnv): keyof typeof exporters {
  const names = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'];
  const name = names.find((each) => environment[each]) ?? '';
  const protocol = environment[name] ?? 'http/json';
  if (isSupported(protocol)) return protocol;
  throw new UsageError(`${name} must be ${Object.keys(exporters).join(' or ')}, not ${protocol}`);
}

// Without tracing nothing asks for a header, and none is copied.
const headerGetter: TextMapGetter<Headers> = {
  keys: (headers) => [...headers.keys()],
  get: (headers, name) => headers.get(name) ?? undefined,
};

/** What watches over the service asks here every few seconds: traces of it would bury the others. */
const watched = new Set(['/health/live', '/health/ready', '/metrics']);

/** A span for each request, within the caller's trace where it sends one, named by its operation where one is run. */
export function useTracing(): Plugin {
  return {
    instrumentation: {
      request: ({ request }, handle) => {
        const { pathname } = new URL(request.url);
        if (watched.has(pathname)) return handle();
        const caller = propagation.extract(context.active(), request.headers, headerGetter);
        return context.with(caller, () => traced(request, pathname, handle));
      },
    },
    onExecute: ({ args: { document, operationName } }) => {
      const operation = getOperationAST(document, operationName)?.operation ?? '';
      const name = requestRecord()?.operation;
      trace
        .getActiveSpan()
        ?.updateName(name === undefined ? operation : `${operation} ${name}`)
        .setAttributes({ 'graphql.operation.type': operation, 'graphql.operation.name': name ?? '' });
    },
    onResultProcess: (answer) => {
      const span = trace.getActiveSpan();
      if (!span) return;
      lookAtParts(answer, (part) => {
        const [code] = codesOf(part);
        if (code !== undefined) failSpan(code, span);
      });
    },
    onResponse: ({ response: { status } }) => {
      trace.getActiveSpan()?.setAttribute('http.response.status_code', status);
    },
  };
}

async function traced(request: Request, pathname: string, handle: () => unknown): Promise<void> {
  const { method } = request;
  const attributes = { 'http.request.method': method, 'url.path': shownPath(pathname) };
  // Anybody may ask for any path: only the service's own is part of a name.
  const name = pathname === '/graphql' ? `${method} ${pathname}` : method;
  await withinSpan(name, { kind: SpanKind.SERVER, attributes }, async (span) => {
    try {
      await handle();
    } catch (error) {
      failSpan('500', span);
      throw error;
    } finally {
      const { id = '', account = '', endpoint } = requestRecord() ?? {};
      span.setAttributes({ 'request.id': id, 'deskgraph.account': account });
      if (endpoint !== undefined)
        span.updateName(endpoint).setAttribute('http.route', endpoint.split(' ')[1] ?? '');
      onceAnswered(request, () => span.end());
    }
  });
}
