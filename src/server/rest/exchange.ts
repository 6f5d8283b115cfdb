import type { Answer } from '../../rest/answer.ts';
import type { ExchangeEndpoint } from '../../rest/source.ts';
import { readWithin } from '../limits/body.ts';
import { secondsToWait } from '../limits/rate.ts';
import { type Call, callerOf, type Service } from './service.ts';

/** Answers a request for a token, unless too many of its address have failed. */
export async function answerExchange(
  service: Service,
  { request, connection, url }: Call,
  endpoint: ExchangeEndpoint,
): Promise<Answer> {
  const { traffic } = service;
  const now = new Date();
  const address = traffic.addressOf(request, connection);
  const [usage, tries] = await Promise.all([
    traffic.count(request, connection, now.getTime()),
    traffic.failedTries.look(address ?? '', now.getTime()),
  ]);
  const tooOften = (): Answer => endpoint.tooOften(secondsToWait(usage, now.getTime()));
  if (usage.isExceeded || tries.remaining === 0) return tooOften();
  const body = await bodyOf(request, endpoint.mostBytes);
  if (body === null) return endpoint.tooLong;
  if (!(await traffic.enter(request))) throw traffic.noPlace();
  const answer = await endpoint.answer({
    parameters: parametersOf(request.headers, url.searchParams, body),
    callerOf: (credentials) => callerOf(service, credentials, now),
    now,
  });
  if (answer.status !== 401) return answer;
  // Of tries that were under way together, those beyond the limit are not told that they failed.
  const failed = await traffic.failedTries.count(address ?? '', now.getTime());
  return failed.isExceeded ? tooOften() : answer;
}

/** Null where it has too many bytes. */
async function bodyOf({ headers, body }: Request, mostBytes: number): Promise<string | null> {
  if (Number(headers.get('content-length') ?? 0) > mostBytes) return null;
  if (!body) return '';
  return (await readWithin(body, mostBytes))?.toString() ?? null;
}

/** What the query and the body say, the body's word counting; null where the body cannot be read. */
function parametersOf(
  headers: Headers,
  query: URLSearchParams,
  body: string,
): ReadonlyMap<string, string> | null {
  const told = entriesOf(headers.get('content-type') ?? '', body);
  return told && new Map([...query, ...told]);
}

function entriesOf(contentType: string, body: string): Iterable<[string, string]> | null {
  if (body === '') return [];
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') return new URLSearchParams(body);
  return mediaType === 'application/json' ? entriesOfJson(body) : null;
}

/** Null where it is anything but an object of texts. */
function entriesOfJson(body: string): [string, string][] | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const entries = Object.entries(value);
    return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string') ? entries : null;
  } catch {
    return null;
  }
}
