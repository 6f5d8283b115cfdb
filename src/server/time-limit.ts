import type { Plugin } from 'graphql-yoga';
import { withinScope } from '../database/scope.ts';
import { onceAnswered } from './parts.ts';

/** Gives up a request's statements when it has taken too long, or when the client has hung up. */
export function useTimeLimit(milliseconds: number): Plugin {
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
          onceAnswered(request, () => clearTimeout(timer));
        }
      },
    },
  };
}
