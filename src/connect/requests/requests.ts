import { readFileSync } from 'node:fs';
import PQueue from 'p-queue';
import pRetry, { AbortError } from 'p-retry';
import { Agent, type Dispatcher, fetch, type Response } from 'undici';
import type { Time } from '../time.ts';
import { AccessError, RoundOverError, SetAsideError } from './errors.ts';
import { createPace } from './pace.ts';

const concurrency = 4;
const timeLimitMilliseconds = 20_000;
const mostBytes = 64 * 1024 * 1024;
const pausesSeconds = [1, 2, 4, 8, 16];
const mostLimitedInARow = 10;
const redirectsFollowed = 3;

/** What the source answered, as far as it is JSON. */
export interface Answer {
  readonly status: number;
  readonly isJson: boolean;
  readonly body: unknown;
  /** The source's clock, milliseconds since 1970, where it tells. */
  readonly date: number | undefined;
}

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: object;
}

export interface Requests {
  /**
   * Asks for a path of the source, and again where the source is busy or broken. `read` takes what an answer means and throws
   * where it is none that the source gives, which counts as broken. Throws `SetAsideError` after the last try.
   */
  readonly ask: <T>(path: string, read: (answer: Answer) => T, options?: RequestOptions) => Promise<T>;
  /** How many requests have been sent, by the status that came back; 0 where none did. */
  readonly sent: ReadonlyMap<number, number>;
}

export interface RequestSettings {
  readonly base: URL;
  /** They carry the token: they go to the base's host alone. */
  readonly headers: () => Record<string, string>;
  readonly ratePerMinute: number;
  readonly time: Time;
  readonly signal: AbortSignal;
  readonly caFile?: string | undefined;
}

/** Requests to one source, as many as it takes well. */
export function createRequests(settings: RequestSettings): Requests {
  const { time, signal } = settings;
  const queue = new PQueue({ concurrency });
  const pace = createPace(settings.ratePerMinute, time);
  const dispatcher = settings.caFile
    ? new Agent({ connect: { ca: readFileSync(settings.caFile) } })
    : undefined;
  const sent = new Map<number, number>();
  const count = (status: number): void => void sent.set(status, (sent.get(status) ?? 0) + 1);

  const send = async (path: string, options: RequestOptions): Promise<Answer> => {
    for (let limited = 1; ; limited++) {
      await pace.turn(signal);
      const response = await fetchFrom(settings, path, options, dispatcher).catch((error: unknown) => {
        count(0);
        throw error;
      });
      count(response.status);
      if (response.status !== 429) return readAnswer(response);
      await response.body?.cancel();
      pace.pauseUntil(resumeAt(response, time));
      if (limited === mostLimitedInARow)
        throw new AbortError(new RoundOverError(`${pathOf(path)}: too many requests, ten times in a row`));
    }
  };

  const ask: Requests['ask'] = (path, read, options = {}) =>
    queue.add(() =>
      pRetry(
        async () => {
          try {
            return read(brokenRefused(await send(path, options)));
          } catch (error) {
            if (signal.aborted) throw new AbortError(error as Error);
            const isFinal = error instanceof AccessError || error instanceof SetAsideError;
            throw isFinal ? new AbortError(error) : asError(error);
          }
        },
        {
          retries: pausesSeconds.length,
          minTimeout: 0,
          maxTimeout: 0,
          onFailedAttempt: async ({ error, attemptNumber }) => {
            const seconds = pausesSeconds[attemptNumber - 1];
            if (seconds === undefined) throw setAside(path, error);
            await time.sleep(seconds * 1000 * (0.7 + Math.random() * 0.6), signal);
          },
        },
      ),
    );
  return { ask, sent };
}

/** Where a page is named in an error, what is searched for is not. */
function pathOf(path: string): string {
  return path.replace(/([?&]q=)[^&]*/g, '$1…');
}

function setAside(path: string, error: Error): SetAsideError {
  return new SetAsideError(`${pathOf(path)}: ${error.message}`);
}

function asError(error: unknown): Error {
  // p-retry takes a TypeError that is none of fetch's for a defect of the program, and does not try again.
  if (error instanceof TypeError) return new Error(causeOf(error));
  return error instanceof Error ? error : new Error(String(error));
}

function causeOf(error: TypeError): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

const busy = /took too long/;

function brokenRefused(answer: Answer): Answer {
  if (answer.status >= 500) throw new Error(`answered ${answer.status}`);
  if (answer.status === 422 && busy.test(JSON.stringify(answer.body)))
    throw new Error('the request took too long to complete');
  return answer;
}

/** The next whole minute of the source's clock and a little, unless it says when. */
function resumeAt({ headers }: Response, time: Time): number {
  const now = time.now();
  const after = headers.get('retry-after') ?? '';
  if (/^\d+$/.test(after)) return now + Number(after) * 1000;
  const date = Date.parse(headers.get('date') ?? '');
  const theirs = Number.isNaN(date) ? now : date;
  const untilMinute = 60_000 - (theirs % 60_000);
  return now + untilMinute + 1000 + Math.random() * 4000;
}

async function fetchFrom(
  { base, headers, signal }: RequestSettings,
  path: string,
  { method = 'GET', body }: RequestOptions,
  dispatcher: Dispatcher | undefined,
): Promise<Response> {
  let url = new URL(base.href.replace(/\/$/, '') + path);
  for (let hops = 0; ; hops++) {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        ...(body && { 'content-type': 'application/json' }),
        ...headers(),
      },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeLimitMilliseconds)]),
      ...(body && { body: JSON.stringify(body) }),
      ...(dispatcher && { dispatcher }),
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    const target = new URL(location, url);
    if (target.host !== url.host || target.protocol !== url.protocol)
      throw new AccessError(
        `${url.host} sends requests on to ${target.host}, which gets no token: set --url to where the source answers`,
      );
    if (hops === redirectsFollowed) throw new Error('sends requests on and on');
    url = target;
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await readText(response);
  const date = Date.parse(response.headers.get('date') ?? '');
  const { status } = response;
  const told = { status, date: Number.isNaN(date) ? undefined : date };
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
