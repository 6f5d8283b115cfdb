import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { type Answers, answersOf } from '../answering/answers.ts';
import { isSoStill, type OfNow, ofNowIn } from '../answering/of-now.ts';
import { valueKey } from '../answering/value-key.ts';
import type { Context } from '../auth/context.ts';
import { type Operation, operationKey } from './operation-key.ts';
import type { Part } from './parts.ts';
import { isAsyncIterable } from './yoga.ts';

interface Whole {
  /** One, or of an answer with what was put off two. */
  readonly parts: readonly Part[];
  readonly ofNow: readonly OfNow[];
}

/**
 * Gives the answer to an operation again as a whole while its account has the same version, where it was answered without an error:
 * to execute it anew takes longer than to read what it is made of, though all of that is remembered. What it says of how things
 * stand now is asked each time, and has to be the same.
 */
export function useWholeAnswers(): Plugin<Context> {
  return {
    onExecute: ({ executeFn, setExecuteFn }) => {
      setExecuteFn(async (operation) => {
        const context: Context = operation.contextValue;
        const answers = answersOf(context.database);
        if (!answers) return executeFn(operation);
        const place = placeOf(operation, context);
        const again = await answerAgain(answers, place, context);
        if (again) return again;
        const result: ExecutionResult | AsyncIterable<Part> = await executeFn(operation);
        const keep = (parts: readonly Part[]): void => {
          if (parts.every(isWithoutErrors))
            answers.keep(place, context.database.readBy(), { parts, ofNow: ofNowIn(context) });
        };
        if (isAsyncIterable<Part>(result)) return collected(result, keep);
        keep([result]);
        return result;
      });
    },
  };
}

/** All that an answer depends on. */
function placeOf(operation: Operation, { caller: { account, permissions, mailboxKeys } }: Context): string {
  return `whole ${operationKey(operation)} ${valueKey([account, permissions, mailboxKeys])}`;
}

async function answerAgain(answers: Answers, place: string, context: Context) {
  const kept = answers.get(place, context.database.readBy(), context.caller.askedAt);
  if (!kept) return undefined;
  const { parts, ofNow } = kept.answer as Whole;
  // What fails here fails in the execution as well, and is told there.
  if (await isSoStill(context, ofNow).catch(() => false))
    return parts.length > 1 ? oneByOne(parts) : parts[0];
  answers.forget(place);
  return undefined;
}

/** All of an answer that was put off in parts becomes one part. */
async function* collected(
  parts: AsyncIterable<Part>,
  keep: (parts: readonly Part[]) => void,
): AsyncGenerator<Part> {
  const all: Part[] = [];
  for await (const part of parts) {
    all.push(part);
    yield part;
  }
  const [first, ...later] = all;
  if (first)
    keep([first, { incremental: later.flatMap(({ incremental = [] }) => incremental), hasNext: false }]);
}

async function* oneByOne(parts: readonly Part[]): AsyncGenerator<Part> {
  yield* parts;
}

function isWithoutErrors({ errors, incremental = [] }: Part): boolean {
  return !errors && incremental.every((part) => !part.errors);
}
