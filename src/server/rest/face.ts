import type { Plugin } from 'graphql-yoga';
import type { Answer } from '../../rest/answer.ts';
import { routeOf } from '../../rest/route.ts';
import { failSpan } from '../../trace.ts';
import { createRateLimiter } from '../limits/rate.ts';
import type { Connection } from '../limits/traffic.ts';
import type { Metrics } from '../metrics.ts';
import { requestRecord } from '../request-log.ts';
import { answerCall } from './call.ts';
import type { Service } from './service.ts';

/** So many tries to get a token may fail in a minute from one address. */
const mostFailedTries = 20;

/** Answers the sources' own endpoints: by the same reports, and under the same limits, as GraphQL. */
export function useRestFace(
  parts: Omit<Service, 'failedTries'>,
  metrics: Metrics | undefined,
): Plugin<object, Connection> {
  const service = { ...parts, failedTries: createRateLimiter(mostFailedTries) };
  return {
    onRequest: async ({ request, serverContext, endResponse, fetchAPI }) => {
      const url = new URL(request.url);
      const route = routeOf(url.pathname);
      if (!route) return;
      const requestId = requestRecord()?.id ?? '';
      const answer = await answerCall(service, { request, connection: serverContext, url, route, requestId });
      if (answer.code) {
        metrics?.errors.inc({ code: answer.code });
        failSpan(answer.code);
      }
      const { status } = answer;
      const body = request.method === 'HEAD' ? null : answer.body || null;
      endResponse(new fetchAPI.Response(body, { status, headers: headersOf(answer) }));
    },
  };
}

function headersOf({ body, contentType, headers }: Answer): Record<string, string> {
  const type = body && { 'content-type': contentType };
  return { ...type, 'cache-control': 'no-store', ...headers };
}
