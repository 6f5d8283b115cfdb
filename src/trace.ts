import { type Span, type SpanOptions, SpanStatusCode, trace } from '@opentelemetry/api';

// Does nothing, at next to no cost, until an SDK is registered.
const tracer = trace.getTracer('deskgraph');

/** Runs work within a new span, which the work has to end. */
export function withinSpan<T>(name: string, options: SpanOptions, work: (span: Span) => T): T {
  return tracer.startActiveSpan(name, options, work);
}

/**
 * Runs work within a span of its own inside of the one under way. Where there is none it makes none, so that upkeep and probes
 * leave no traces.
 */
export function withInnerSpan<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  if (!trace.getActiveSpan()) return work();
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Says of the span under way that it failed, and how: `code` is that of an error of ours or an HTTP status. */
export function failSpan(code: string, span = trace.getActiveSpan()): void {
  span?.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR, message: code });
}

/** What a log line says of the span under way, in the names that OpenTelemetry gives it. */
export function traceFields(): object {
  const span = trace.getActiveSpan()?.spanContext();
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
}
