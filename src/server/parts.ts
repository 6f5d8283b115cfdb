import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { currentScope } from '../database/scope.ts';
import { isAsyncIterable } from './yoga.ts';

/** An answer, or a part of one with what `@defer` and `@stream` have put off. */
export interface Part extends ExecutionResult {
  readonly incremental?: readonly (ExecutionResult & { readonly path?: readonly (string | number)[] })[];
  readonly hasNext?: boolean;
}

const lastParts = new WeakMap<Request, Promise<void>>();

/** Runs work once a request that has been handled is answered: at once, or where the answer is sent in parts, after the last. */
export function onceAnswered(request: Request, work: () => void): void {
  const lastPart = lastParts.get(request);
  if (lastPart) void lastPart.then(work);
  else work();
}

/** Says when the last part of an answer that Yoga knows nothing of will be sent or given up. */
export function answeredOnce(request: Request, lastPart: Promise<void>): void {
  lastParts.set(request, lastPart);
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

type OnExecuted = Extract<Awaited<ReturnType<NonNullable<Plugin['onExecute']>>>, object>;

/** What a plugin is handed of an answer before it is sent. */
interface Answer {
  readonly result: unknown;
  readonly setResult: (result: AsyncIterable<Part>) => void;
}

/** Shows an answer on its way to the client to `look`, each part by itself where it is sent in parts. */
export function lookAtParts({ result, setResult }: Answer, look: (part: Part) => void): void {
  if (isAsyncIterable<Part>(result)) setResult(looked(result, look));
  else if (!Array.isArray(result)) look(result as Part);
}

/** Adds to the extensions of an operation's answer; of one in parts the first tells them, which alone has `data` of its own. */
export function telling(extensionsOf: () => object): OnExecuted {
  const tell = (result: ExecutionResult): ExecutionResult => ({
    ...result,
    extensions: { ...result.extensions, ...extensionsOf() },
  });
  return {
    onExecuteDone: ({ result, setResult }) => {
      if (!isAsyncIterable(result)) return setResult(tell(result));
      return {
        onNext: ({ result: part, setResult: setPart }) => {
          if ('data' in part) setPart(tell(part));
        },
      };
    },
  };
}

/** The codes of all errors that a part tells of. */
export function codesOf({ errors = [], incremental = [] }: Part): string[] {
  return [...errors.map(({ extensions }) => String(extensions?.['code'])), ...incremental.flatMap(codesOf)];
}

async function* looked(parts: AsyncIterable<Part>, look: (part: Part) => void): AsyncGenerator<Part> {
  for await (const part of parts) {
    look(part);
    yield part;
  }
}

async function* eachOf<Part>(parts: AsyncIterable<Part>, done: () => void): AsyncGenerator<Part> {
  try {
    yield* parts;
  } finally {
    done();
  }
}
