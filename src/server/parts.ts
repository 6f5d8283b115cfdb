import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { currentScope } from '../database/scope.ts';

/** An answer, or a part of one with what `@defer` and `@stream` have put off. */
export interface Part extends ExecutionResult {
  readonly incremental?: readonly ExecutionResult[];
}

const lastParts = new WeakMap<Request, Promise<void>>();

/** Runs work once a request that has been handled is answered: at once, or where the answer is sent in parts, after the last. */
export function onceAnswered(request: Request, work: () => void): void {
  const lastPart = lastParts.get(request);
  if (lastPart) void lastPart.then(work);
  else work();
}

/** Knows when the last part of an answer is sent, which is long after Yoga calls the request handled, or given up. */
export function useParts(): Plugin {
  return {
    onResultProcess: ({ request, result, setResult }) => {
      if (!isAsyncIterable(result)) return;
      const lastPart = new Promise<void>((resolve) => {
        currentScope()?.signal.addEventListener('abort', () => resolve(), { once: true });
        setResult(eachOf(result, resolve));
      });
      lastParts.set(request, lastPart);
    },
  };
}

async function* eachOf<Part>(parts: AsyncIterable<Part>, done: () => void): AsyncGenerator<Part> {
  try {
    yield* parts;
  } finally {
    done();
  }
}
