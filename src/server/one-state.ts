import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { AccountChangedError } from '../account-changed-error.ts';
import { bearerOf, readCaller } from '../auth/caller.ts';
import type { Context } from '../auth/context.ts';
import type { Sources } from './sources.ts';
import { noteVersion } from './version.ts';

/** Imports change an account seldom: not so often during one request. */
const mostAnswers = 3;

/** Answers as a caller, and anew, as the caller that the primary knows now, while an import has changed the account in the meantime. */
export async function ofOneState<Answer>(
  context: Context,
  answer: (context: Context) => Promise<Answer>,
  readAgain: () => Promise<Context | null>,
): Promise<Answer> {
  let asking = context;
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
export function useOneState({ database, verifyJwt }: Sources): Plugin<Context> {
  return {
    onExecute: ({ executeFn, setExecuteFn, args: { contextValue } }) => {
      const { request } = contextValue;
      const token = bearerOf(request.headers.get('authorization'));
      const readAgain = async (): Promise<Context | null> => {
        const caller = await readCaller(database, verifyJwt, token, new Date());
        return caller && { database, caller };
      };
      setExecuteFn(async (operation) => {
        let result: ExecutionResult | undefined;
        const execute = async (context: Context): Promise<void> => {
          const isFirst = context === contextValue;
          noteVersion(request, context);
          // Loaders hang on the context: another one asks everything anew.
          result = await executeFn(
            isFirst ? operation : { ...operation, contextValue: { ...contextValue, ...context } },
          );
          const change = result?.errors?.find(isOfChange);
          if (change) throw change;
        };
        await ofOneState(contextValue, execute, readAgain).catch((error) => {
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
