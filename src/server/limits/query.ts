import { type DocumentNode, type ExecutionResult, GraphQLError, parse } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import { queryTooComplex } from '../../errors.ts';
import type { Settings } from '../../settings.ts';
import { costOf } from './cost.ts';
import { assertDocumentWithin, type DocumentLimits } from './document.ts';

/** Refuses queries that are too long, too deep, too wide or too costly, and tells in `extensions.cost` what one costs. */
export function useQueryLimits(limits: DocumentLimits & Pick<Settings, 'MAX_COST'>): Plugin {
  return {
    onParse: ({ setParseFn }) => {
      setParseFn((source: string) => parseWithin(limits, source));
    },
    onExecute: ({ args, setResultAndStopExecution }) => {
      const requested = costOf(args.schema, args.document, args.operationName, args.variableValues ?? {});
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

function parseWithin(limits: DocumentLimits, source: string): DocumentNode {
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
}
