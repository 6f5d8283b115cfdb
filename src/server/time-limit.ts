import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { withinScope } from '../database/scope.ts';

/** Gives up a request's statements when it has taken too long, or when the client has hung up. */
export function useTimeLimit(milliseconds: number): Plugin {
  const inParts = new WeakSet<Request>();
  return {
    instrumentation: {
      request: async ({ request }, handle) => {
        const giveUp = new AbortController();
        const abort = (): void => giveUp.abort();
        const timer = setTimeout(abort, milliseconds).unref();
        request.signal.addEventListener('abort', abort, { once: true });
        try {
          await withinScope(giveUp.signal, handle);
        } finally {
          if (!inParts.has(request)) clearTimeout(timer);
        }
      },
    },
    // Deferred parts follow after the request counts as handled: their time runs on.
    onResultProcess: ({ request, result }) => {
      if (isAsyncIterable(result)) inParts.add(request);
    },
  };
}
