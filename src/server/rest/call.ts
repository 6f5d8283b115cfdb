import type { Context } from '../../auth/context.ts';
import { rateLimited, secondsIn } from '../../errors.ts';
import { type Answer, Refusal } from '../../rest/answer.ts';
import type { ReportEndpoint } from '../../rest/source.ts';
import { secondsToWait } from '../limits/rate.ts';
import { maskError } from '../mask-error.ts';
import { ofOneState } from '../one-state.ts';
import { requestRecord } from '../request-log.ts';
import { noteVersion } from '../version.ts';
import { answerExchange } from './exchange.ts';
import { originOf } from './origin.ts';
import { type Call, callerOf, contextOf, type Service } from './service.ts';

/** The answer of the source, whatever happens on the way. What comes first decides: path, method, then the endpoint itself. */
export async function answerCall(service: Service, call: Call): Promise<Answer> {
  const { request, route, requestId } = call;
  const { source, endpoint } = route;
  const answer = await told(call, async () => {
    if (!endpoint) return source.unknownPath(requestId);
    const record = requestRecord();
    if (record) record.endpoint = `${endpoint.method} ${endpoint.path}`;
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (method !== endpoint.method) return methodNotAllowed(endpoint.method);
    return endpoint.method === 'GET'
      ? answerReport(service, call, endpoint)
      : answerExchange(service, call, endpoint);
  });
  return withHeaders(answer, source.headersOf(requestId));
}

async function answerReport(service: Service, call: Call, endpoint: ReportEndpoint): Promise<Answer> {
  const { request, connection, url, route, requestId } = call;
  const { source, pathId } = route;
  const { database, traffic } = service;
  const place = traffic.enter(request);
  const credentials = source.credentialsOf(request.headers);
  const now = new Date();
  const counting = traffic.count(request, connection, now.getTime());
  const reading = credentials && contextOf(service, request, credentials, now);
  const [known, usage, hasPlace] = await Promise.all([reading, counting, place]);
  if (!credentials || !known) return source.unauthenticated(requestId, credentials);
  const record = requestRecord();
  if (record) record.account = known.caller.account.id;
  const answer = await told(call, async () => {
    if (usage.isExceeded) throw rateLimited(secondsToWait(usage, now.getTime()));
    if (!hasPlace) throw traffic.noPlace();
    const origin = originOf(request, service.settings.TRUSTED_PROXIES);
    const answer = (context: Context): Promise<Answer> => {
      noteVersion(request, context);
      return endpoint.answer({ context, requestId, url, pathId, origin });
    };
    const readAgain = async (): Promise<Context | null> => {
      const caller = await callerOf(service, credentials, now);
      return caller && { database, caller };
    };
    return ofOneState(known, answer, readAgain);
  });
  return withHeaders(answer, source.shareHeaders(usage));
}

/** What goes wrong meanwhile is told in the source's own shape, and nothing of it that is not meant for a client. */
async function told({ route: { source }, requestId }: Call, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    const coded = maskError(error);
    const wait = secondsIn(coded);
    return wait === undefined ? source.refusalOf(coded, requestId) : source.rateLimited(wait);
  }
}

function methodNotAllowed(method: 'GET' | 'POST'): Answer {
  const allow = method === 'GET' ? 'GET, HEAD' : method;
  return { status: 405, body: '', contentType: '', headers: { allow }, code: 'BAD_REQUEST' };
}

function withHeaders(answer: Answer, headers: Answer['headers']): Answer {
  return { ...answer, headers: { ...headers, ...answer.headers } };
}
