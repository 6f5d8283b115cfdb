import { type Span, type SpanOptions, SpanStatusCode, trace } from '@opentelemetry/api';

// Does nothing, at next to no cost, until an SDK is registered.
const tracer = trace.getTracer('deskgraph');

/** Runs work within a span of its own, which fails as the work does. */
export function withSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
