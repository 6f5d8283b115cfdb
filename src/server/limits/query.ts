import { type DocumentNode, type ExecutionResult, GraphQLError, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { queryTooComplex } from '../../errors.ts';
import { turnUnlessGivenUp } from '../../pace.ts';
import type { Settings } from '../../settings.ts';
import { callerOf } from '../authenticate.ts';
import { isAsyncIterable } from '../yoga.ts';
import { costOf } from './cost.ts';
import { assertDocumentWithin, type DocumentLimits } from './document.ts';

/** Parses the text of a query, and throws `QUERY_TOO_COMPLEX` where that is too long, too deep or too wide. */
export type ParseWithin = (source: string) => DocumentNode;

/** Refuses queries that are too long, too deep, too wide or too costly, and tells in `extensions.cost` what one costs. */
export function useQueryLimits(parseWithin: ParseWithin, limits: Pick<Settings, 'MAX_COST'>): Plugin {
  return {
    onParse: ({ setParseFn }) => {
      setParseFn(parseWithin);
    },
    onExecute: async ({ args, setResultAndStopExecution }) => {
      await turnUnlessGivenUp();
      const caller = callerOf(args.contextValue.request);
      const requested = costOf(args.schema, args.document, args.operationName, args.variableValues ?? {}, {
        timeZone: caller.account.timeZone,
        isLimited: caller.mailboxKeys !== null,
      });
      if (requested === undefined) return undefined;
      const extensions = { cost: { requested, limit: limits.MAX_COST } };
      if (requested > limits.MAX_COST) {
        const error = queryTooComplex(
          `The query costs ${requested} points; at most ${limits.MAX_COST} are allowed.`,
        );
        setResultAndStopExecution({ errors: [error], extensions });
        return undefined;
      }
      const tell = (result: ExecutionResult): ExecutionResult => ({
        ...result,
        extensions: { ...result.extensions, ...extensions },
      });
      return {
        onExecuteDone: ({ result, setResult }) => {
          if (!isAsyncIterable(result)) return setResult(tell(result));
          return {
            // Of an answer in parts the first one tells it, which alone has `data` of its own.
            onNext: ({ result: part, setResult: setPart }) => {
              if ('data' in part) setPart(tell(part));
            },
          };
        },
      };
    },
  };
}

export function parserWithin(limits: DocumentLimits): ParseWithin {
  return (source) => {
    try {
      const document = parse(source, { maxTokens: limits.MAX_TOKENS });
      assertDocumentWithin(document, limits);
      return document;
    } catch (error) {
      // The parser descends as deep as the text does.
      if (error instanceof RangeError) throw queryTooComplex('The query is too deep.');
      if (error instanceof GraphQLError && /more tha[nt] \d+ tokens/.test(error.message))
        throw queryTooComplex(`The query has more than ${limits.MAX_TOKENS} tokens.`);
      throw error;
    }
  };
}
