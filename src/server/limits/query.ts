import { type DocumentNode, GraphQLError, parse } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { valueKey } from '../../answering/value-key.ts';
import { queryTooComplex } from '../../errors.ts';
import { turnUnlessGivenUp } from '../../pace.ts';
import type { Settings } from '../../settings.ts';
import { contextOf } from '../authenticate.ts';
import { operationKey } from '../operation-key.ts';
import { telling } from '../parts.ts';
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
      const { caller } = contextOf(args.contextValue.request);
      const { schema, document, operationName, variableValues = {} } = args;
      const asker = { timeZone: caller.account.timeZone, isLimited: caller.mailboxKeys !== null };
      const requested = knownCost(`${operationKey(args)} ${valueKey(asker)}`, () =>
        costOf(schema, document, operationName, variableValues, asker),
      );
      if (requested === undefined) return undefined;
      const extensions = { cost: { requested, limit: limits.MAX_COST } };
      if (requested > limits.MAX_COST) {
        const error = queryTooComplex(
          `The query costs ${requested} points; at most ${limits.MAX_COST} are allowed.`,
        );
        setResultAndStopExecution({ errors: [error], extensions });
        return undefined;
      }
      return telling(() => extensions);
    },
  };
}

/** What was asked lately, in so many characters. */
const costs = new LRUCache<string, number>({
  maxSize: 1_000_000,
  sizeCalculation: (_cost, key) => key.length,
});

/** To work out what an operation costs takes longer than to look it up. */
function knownCost(key: string, work: () => number | undefined): number | undefined {
  const cost = costs.get(key) ?? work();
  if (cost !== undefined) costs.set(key, cost);
  return cost;
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
