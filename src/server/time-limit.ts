import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { AwayError } from '../away-error.ts';
import { currentScope, withinScope } from '../database/scope.ts';
import { sharerOf } from './limits/sharer.ts';
import { onceAnswered, type Part } from './parts.ts';
import { isAsyncIterable } from './yoga.ts';

/**
 * Gives up a request when it has taken too long, or when the client has hung up: its statements are cancelled, and nothing is made
 * of what they have answered, nor an error of each field.
 */
export function useTimeLimit(milliseconds: number): Plugin {
  return {
    instrumentation: {
      request: async ({ request }, handle) => {
        const giveUp = new AbortController();
        const abort = (): void => giveUp.abort();
        const timer = setTimeout(abort, milliseconds).unref();
        request.signal.addEventListener('abort', abort, { once: true });
        try {
          await withinScope(giveUp.signal, handle, sharerOf(request));
        } finally {
          onceAnswered(request, () => clearTimeout(timer));
        }
      },
    },
    onExecute: ({ executeFn, setExecuteFn }) => {
      const signal = currentScope()?.signal;
      if (!signal) return;
      setExecuteFn(async (args) => {
        const result: ExecutionResult | AsyncIterable<Part> = await unlessGivenUp(
          signal,
          executeFn(args),
          () => ({ errors: [givenUp()] }),
        );
        return isAsyncIterable(result) ? partsUntil(signal, result) : result;
      });
    },
  };
}

function givenUp(): GraphQLError {
  return new GraphQLError('', { originalError: new AwayError('the request was given up') });
}

/** What a promise resolves to, or something else as soon as the signal is aborted. */
function unlessGivenUp<T, Other>(
  signal: AbortSignal,
  result: T | Promise<T>,
  other: () => Other,
): Promise<T | Other> {
  return new Promise((resolve, reject) => {
    const end = (): void => resolve(other());
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    Promise.resolve(result)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', end));
  });
}

async function* partsUntil(signal: AbortSignal, parts: AsyncIterable<Part>): AsyncGenerator<Part> {
  const iterator = parts[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await unlessGivenUp(signal, iterator.next(), () => null);
      if (next?.done) return;
      yield next?.value ?? { incremental: [{ data: null, path: [], errors: [givenUp()] }], hasNext: false };
      if (!next) return;
    }
  } finally {
    // What it still waits for may never come.
    void iterator.return?.();
  }
}
