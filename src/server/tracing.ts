import { context, propagation, SpanKind, type TextMapGetter } from '@opentelemetry/api';
import type { Plugin } from 'graphql-yoga';
import { withSpan } from '../trace.ts';
import { requestRecord } from './request-log.ts';

/**
 * Sends traces where OpenTelemetry's standard variables name an endpoint or an exporter; they also set the sampler, the service's name, headers
 * and the rest. Without them its packages are not even loaded. Returns how to send what is left and stop.
 */
export async function startTracing(environment: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  if (!isTracingAsked(environment)) return async () => {};
  const [sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
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
  const { OTEL_TRACES_EXPORTER: exporter, OTEL_SDK_DISABLED: disabled } = environment;
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  // The exporter without an endpoint sends to the standard one of this machine.
  return (exporter ?? (endpoint && 'otlp')) === 'otlp' && disabled !== 'true';
}

// Without tracing nothing asks for a header, and none is copied.
const headerGetter: TextMapGetter<Headers> = {
  keys: (headers) => [...headers.keys()],
  get: (headers, name) => headers.get(name) ?? undefined,
};

/** A span for each request, within the caller's trace where it sends one. */
export function useTracing(): Plugin {
  return {
    instrumentation: {
      request: ({ request }, handle) => {
        const caller = propagation.extract(context.active(), request.headers, headerGetter);
        return context.with(caller, () =>
          withSpan('graphql', { kind: SpanKind.SERVER }, async (span) => {
            await handle();
            const { id = '', operation = '', endpoint = '', account = '' } = requestRecord() ?? {};
            span.setAttributes({
              'request.id': id,
              'graphql.operation.name': operation,
              'http.route': endpoint,
              'deskgraph.account': account,
            });
          }),
        );
      },
    },
  };
}
