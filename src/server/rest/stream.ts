import { AwayError } from '../../away-error.ts';
import { withinScope } from '../../database/scope.ts';
import type { Answer } from '../../rest/answer.ts';

type More = NonNullable<Answer['more']>;

interface Sending {
  /** Milliseconds that each part may take to read. */
  readonly milliseconds: number;
  /** Milliseconds after which a client who takes nothing is given up: it keeps others from the place that it holds. */
  readonly patience: number;
  /** Whose turns the statements take. */
  readonly sharer: string;
  /** Aborted when the client has gone. */
  readonly gone: AbortSignal;
  /** Called once, when the last part is handed on or the client has gone. */
  readonly done: () => void;
  /** Called instead when a part has failed; whether the client has been told, by breaking its connection off. */
  readonly failed: (error: unknown) => boolean;
}

/** The body of an answer as a stream, of which the next part is read when the client has taken the one before. */
export function streamOf(
  body: string,
  more: More,
  { milliseconds, patience, sharer, gone, done, failed }: Sending,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const giveUp = new AbortController();
  let isDone = false;
  let untaken: NodeJS.Timeout | undefined;
  const end = (): boolean => {
    if (isDone) return false;
    isDone = true;
    clearTimeout(untaken);
    gone.removeEventListener('abort', leave);
    giveUp.abort();
    return true;
  };
  const leave = (): void => {
    if (end()) done();
  };
  const giveUpClient = (): void => {
    if (end()) failed(new AwayError('the client of a download takes no more of it'));
  };
  const waitForClient = (): void => {
    if (!isDone) untaken = setTimeout(giveUpClient, patience).unref();
  };
  gone.addEventListener('abort', leave, { once: true });
  if (gone.aborted) leave();
  return new ReadableStream(
    {
      start: (controller) => {
        controller.enqueue(encoder.encode(body));
        waitForClient();
      },
      pull: async (controller) => {
        clearTimeout(untaken);
        try {
          const part = giveUp.signal.aborted
            ? null
            : await readWithin(more, milliseconds, sharer, giveUp.signal);
          if (part !== null) {
            controller.enqueue(encoder.encode(part));
            return waitForClient();
          }
          leave();
          controller.close();
        } catch (error) {
          // What fails once nobody listens is the end of the statement itself. Where a connection carries the stream, an error of
          // the stream would be caught by nobody.
          const isTold = end() ? failed(error) : true;
          if (isTold) controller.close();
          else controller.error(error);
        }
      },
      cancel: leave,
    },
    { highWaterMark: 1 },
  );
}

/** The time limit of a request counts for each part: a long list takes as long as it takes. */
async function readWithin(
  more: More,
  milliseconds: number,
  sharer: string,
  gone: AbortSignal,
): Promise<string | null> {
  const giveUp = new AbortController();
  const abort = (): void => giveUp.abort();
  const timer = setTimeout(abort, milliseconds).unref();
  gone.addEventListener('abort', abort, { once: true });
  try {
    return await withinScope(giveUp.signal, more, sharer);
  } finally {
    clearTimeout(timer);
    gone.removeEventListener('abort', abort);
  }
}
