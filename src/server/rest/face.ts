import type { Plugin } from 'graphql-yoga';
import type { Answer } from '../../rest/answer.ts';
import { routeOf } from '../../rest/route.ts';
import { failSpan } from '../../trace.ts';
import { sharerOf } from '../limits/sharer.ts';
import type { Connection } from '../limits/traffic.ts';
import { maskError } from '../mask-error.ts';
import type { Metrics } from '../metrics.ts';
import { answeredOnce } from '../parts.ts';
import { requestRecord } from '../request-log.ts';
import { answerCall } from './call.ts';
import type { Service } from './service.ts';
import { streamOf } from './stream.ts';

/** Milliseconds that a client of a download may leave what is sent untaken: a browser that pauses one comes back to it, or does not. */
const patience = 300_000;

/** Answers deskgraph's downloads and the sources' own endpoints: under the same limits as GraphQL, and the latter by the same reports. */
export function useRestFace(service: Service, metrics: Metrics | undefined): Plugin<object, Connection> {
  const { REST_FACE, REQUEST_TIMEOUT_MS } = service.settings;
  const fail = (code: string): void => {
    metrics?.errors.inc({ code });
    failSpan(code);
  };
  return {
    onRequest: async ({ request, serverContext, endResponse, fetchAPI }) => {
      const url = new URL(request.url);
      const route = routeOf(url.pathname, REST_FACE);
      if (!route) return;
      const requestId = requestRecord()?.id ?? '';
      const answer = await answerCall(service, { request, connection: serverContext, url, route, requestId });
      if (answer.code) fail(answer.code);
      const hangUp = (error: unknown): boolean => {
        fail(String(maskError(error).extensions['code']));
        // The status is long sent: a connection that breaks off is what tells the client that something is missing.
        return serverContext.req?.socket.destroy() !== undefined;
      };
      const body = request.method === 'HEAD' ? null : bodyOf(answer, request, REQUEST_TIMEOUT_MS, hangUp);
      const { status } = answer;
      endResponse(new fetchAPI.Response(body, { status, headers: headersOf(answer) }));
    },
  };
}

function bodyOf(
  { body, more }: Answer,
  request: Request,
  milliseconds: number,
  hangUp: (error: unknown) => boolean,
): BodyInit | null {
  if (!more) return body || null;
  let stream: ReadableStream<Uint8Array> | null = null;
  const sent = new Promise<void>((resolve) => {
    const failed = (error: unknown): boolean => {
      resolve();
      return hangUp(error);
    };
    stream = streamOf(body, more, {
      milliseconds,
      patience,
      sharer: sharerOf(request),
      gone: request.signal,
      done: resolve,
      failed,
    });
  });
  answeredOnce(request, sent);
  return stream;
}

function headersOf({ body, contentType, headers }: Answer): Record<string, string> {
  const type = body && { 'content-type': contentType };
  return { ...type, 'cache-control': 'no-store', ...headers };
}
