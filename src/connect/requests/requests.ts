import PQueue from 'p-queue';
import pRetry, { AbortError } from 'p-retry';
import { AccessError, RoundOverError, SetAsideError, TooLongError } from './errors.ts';
import { dispatcherOf, fetchFrom, readAnswer } from './fetch.ts';
import type { Answer, Habits, RequestOptions, RequestSettings } from './habits.ts';
import { createPace, type Pace } from './pace.ts';

const pausesSeconds = [1, 2, 4, 8, 16];
const mostLimitedInARow = 10;

export interface Requests {
  /**
   * Asks for a path of the source, and again where the source is busy or broken. `read` takes what an answer means and throws
   * where it is none that the source gives, which counts as broken. Throws `SetAsideError` after the last try, and `RoundOverError`
   * where the source is away altogether.
   */
  readonly ask: <T>(path: string, read: (answer: Answer) => T, options?: RequestOptions) => Promise<T>;
}

/** Requests to a source whose clock is known by what it answers. */
export interface TimedRequests extends Requests {
  /** The source's clock, as its last answer told. Milliseconds since 1970. */
  readonly now: () => number;
}

/** Requests to one source, as many as it takes well. */
export function createRequests(settings: RequestSettings): TimedRequests {
  const { time, signal, habits } = settings;
  const queue = new PQueue({ concurrency: habits.concurrency });
  const paces = new Map<string, Pace>();
  const paceOf = (path: string): Pace => {
    const route = habits.routeOf?.(path) ?? '';
    const pace = paces.get(route) ?? createPace(settings.ratePerMinute, time);
    paces.set(route, pace);
    return pace;
  };
  const dispatcher = dispatcherOf(settings);
  let ahead = 0;

  const send = async (path: string, options: RequestOptions): Promise<Answer> => {
    const pace = paceOf(path);
    for (let limited = 1; ; limited++) {
      await pace.turn(signal);
      const response = await fetchFrom(settings, path, options, dispatcher).catch((error: unknown) => {
        settings.onSent(0);
        throw error;
      });
      settings.onSent(response.status);
      const isLimited = response.status === 429;
      const until = habits.pauseAfter(response.status, response.headers, time.now());
      if (until !== undefined) pace.pauseUntil(until, isLimited);
      if (!isLimited) {
        const answer = await readAnswer(response);
        if (answer.date !== undefined) ahead = answer.date - time.now();
        return answer;
      }
      await response.body?.cancel();
      if (limited === mostLimitedInARow)
        throw new AbortError(new RoundOverError(`${pathOf(path)}: too many requests, ten times in a row`));
    }
  };

  const isAway = async (): Promise<boolean> => {
    if (habits.probe === undefined) return false;
    const answer = await send(habits.probe, {}).catch(() => undefined);
    return !answer?.isJson || answer.status >= 500;
  };

  const failureOf = async (path: string, error: Error): Promise<Error> => {
    const message = `${pathOf(path)}: ${error.message}`;
    if (error instanceof BusyError) return new TooLongError(message);
    return (await isAway()) ? new RoundOverError(message) : new SetAsideError(message);
  };

  const ask: Requests['ask'] = (path, read, options = {}) =>
    queue.add(() =>
      pRetry(
        async () => {
          try {
            return read(brokenRefused(await send(path, options), habits));
          } catch (error) {
            if (signal.aborted) throw new AbortError(error as Error);
            const isFinal = error instanceof AccessError || error instanceof SetAsideError;
            throw isFinal ? new AbortError(error) : asError(error);
          }
        },
        {
          retries: (options.tries ?? pausesSeconds.length + 1) - 1,
          minTimeout: 0,
          maxTimeout: 0,
          onFailedAttempt: async ({ error, attemptNumber }) => {
            const seconds = pausesSeconds[attemptNumber - 1];
            if (seconds === undefined || attemptNumber === options.tries) throw await failureOf(path, error);
            await time.sleep(seconds * 1000 * (0.7 + Math.random() * 0.6), signal);
          },
        },
      ),
    );
  return { ask, now: () => time.now() + ahead };
}

/** Where a page is named in an error, what is searched for is not. */
function pathOf(path: string): string {
  return path.replace(/([?&]q=)[^&]*/g, '$1…');
}

function asError(error: unknown): Error {
  // p-retry takes a TypeError that is none of fetch's for a defect of the program, and does not try again.
  if (error instanceof TypeError) return new Error(causeOf(error));
  return error instanceof Error ? error : new Error(String(error));
}

function causeOf(error: TypeError): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}

class BusyError extends Error {}

function brokenRefused(answer: Answer, { isBusy }: Habits): Answer {
  if (answer.status >= 500) throw new Error(`answered ${answer.status}`);
  if (isBusy(answer)) throw new BusyError('was too busy to answer');
  return answer;
}
