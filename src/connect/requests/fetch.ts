import { Agent, type Dispatcher, fetch, type Response } from 'undici';
import { version } from '../../version.ts';
import { readNamed } from '../options.ts';
import { AccessError } from './errors.ts';
import type { Answer, RequestOptions, RequestSettings } from './habits.ts';

const mostBytes = 64 * 1024 * 1024;
const redirectsFollowed = 3;

/** What connects where an authority of one's own is to be trusted; undefined: the usual one. */
export function dispatcherOf({ caFile }: RequestSettings): Dispatcher | undefined {
  return caFile === undefined ? undefined : new Agent({ connect: { ca: readNamed('--ca-file', caFile) } });
}

/** Sends one request, and follows where it is sent on within the source's host. */
export async function fetchFrom(
  { base, headers, signal, habits }: RequestSettings,
  path: string,
  { method = 'GET', body, patience = habits.patience }: RequestOptions,
  dispatcher: Dispatcher | undefined,
): Promise<Response> {
  let url = new URL(base.href.replace(/\/$/, '') + path);
  for (let hops = 0; ; hops++) {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        ...headers(),
        'user-agent': `deskgraph/${version}`,
        ...(body && { 'content-type': typeOf(body) }),
      },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
      ...(body && { body: textOf(body) }),
      ...(dispatcher && { dispatcher }),
    });
    const location = response.headers.get('location');
    const isRedirect = response.status >= 300 && response.status <= 399 && location !== null;
    if (!isRedirect || habits.redirects === 'answered') return response;
    const target = new URL(location, url);
    if (target.host !== url.host || target.protocol !== url.protocol)
      throw new AccessError(
        `${url.host} sends requests on to ${target.host}, which gets no token: set --url to where the source answers`,
      );
    await response.body?.cancel();
    if (hops === redirectsFollowed) throw new Error('sends requests on and on');
    url = target;
  }
}

const form = 'application/x-www-form-urlencoded';

function typeOf(body: object): string {
  return body instanceof URLSearchParams ? form : 'application/json';
}

function textOf(body: object): string {
  return body instanceof URLSearchParams ? body.toString() : JSON.stringify(body);
}

/** Reads an answer as far as it is JSON, and no more of it than is reasonable. */
export async function readAnswer(response: Response): Promise<Answer> {
  const text = await readText(response);
  const date = Date.parse(response.headers.get('date') ?? '');
  const { status, headers } = response;
  const told = { status, headers, date: Number.isNaN(date) ? undefined : date };
  try {
    return { ...told, isJson: true, body: JSON.parse(text) };
  } catch {
    return { ...told, isJson: false, body: undefined };
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > mostBytes) throw new Error('the answer has more than 64 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
