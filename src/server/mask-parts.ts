import { AsyncLocalStorage } from 'node:async_hooks';
import type { Plugin } from 'graphql-yoga';
import { maskError } from './mask-error.ts';
import type { Part } from './parts.ts';
import { isAsyncIterable } from './yoga.ts';

/** Does for the later parts of an answer what Yoga does for the first: their errors are masked. */
export function useMaskedParts(): Plugin {
  return {
    onExecute: () => ({
      onExecuteDone: ({ result }) => {
        if (!isAsyncIterable(result)) return undefined;
        // Later parts are written outside of the request's context, which knows where to log.
        const withinRequest = AsyncLocalStorage.snapshot();
        return { onNext: ({ result: part, setResult }) => setResult(withinRequest(maskedPart, part)) };
      },
    }),
  };
}

function maskedPart(part: Part): Part {
  if (!part.incremental?.some(({ errors }) => errors)) return part;
  const incremental = part.incremental.map((each) =>
    each.errors ? { ...each, errors: each.errors.map(maskError) } : each,
  );
  return { ...part, incremental };
}
