import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { AccountChangedError } from '../account-changed-error.ts';
import { bearerOf, type Caller, readCaller } from '../auth/caller.ts';
import type { VerifyJwt } from '../auth/jwt.ts';
import type { Database } from '../database/client.ts';
import type { Context } from '../reporting/context.ts';

/** Imports change an account seldom: not so often during one request. */
const mostAnswers = 3;

/** Answers as a caller, and anew as the caller that there is now while an import has changed the account in the meantime. */
export async function ofOneState<Answer>(
  caller: Caller,
  answer: (caller: Caller) => Promise<Answer>,
  readAgain: () => Promise<Caller | null>,
): Promise<Answer> {
  let asking = caller;
  for (let answers = 1; ; answers += 1) {
    try {
      return await answer(asking);
    } catch (error) {
      const again = isOfChange(error) && answers < mostAnswers ? await readAgain() : null;
      if (!again) throw error;
      asking = again;
    }
  }
}

/** Runs an operation again, as a whole, where an import has changed the account meanwhile. What is deferred is not asked again. */
export function useOneState(database: Database, verifyJwt: VerifyJwt | undefined): Plugin<Context> {
  return {
    onExecute: ({ executeFn, setExecuteFn, args: { contextValue } }) => {
      const token = bearerOf(contextValue.request.headers.get('authorization'));
      const readAgain = (): Promise<Caller | null> => readCaller(database, verifyJwt, token, new Date());
      setExecuteFn(async (operation) => {
        let result: ExecutionResult | undefined;
        const execute = async (caller: Caller): Promise<void> => {
          const isFirst = caller === contextValue.caller;
          // Loaders hang on the context: another one asks everything anew.
          result = await executeFn(
            isFirst ? operation : { ...operation, contextValue: { ...contextValue, caller } },
          );
          const change = result?.errors?.find(isOfChange);
          if (change) throw change;
        };
        await ofOneState(contextValue.caller, execute, readAgain).catch((error) => {
          if (!isOfChange(error)) throw error;
        });
        return result;
      });
    },
  };
}

function isOfChange(error: unknown): boolean {
  return error instanceof GraphQLError
    ? isOfChange(error.originalError)
    : error instanceof AccountChangedError;
}
