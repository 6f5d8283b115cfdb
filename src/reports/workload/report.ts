import { groupLoader } from '../../answering/loader.ts';
import { type Scope, toScope } from '../../question/slice.ts';
import type { Dimension } from '../dimension.ts';
import { readWorkload } from './query.ts';
import { readWorkloadRows } from './rows-query.ts';

/** How the conversations of a scope stand now. */
export const loadWorkload = groupLoader({
  sharedOf: (scope: Scope) => toScope(scope),
  ownOf: () => null,
  isOfNow: true,
  answer: async (database, scope) => [await readWorkload(database, scope)],
});

interface RowsQuestion {
  readonly scope: Scope;
  readonly by: Dimension;
  readonly first: number;
}

/** The first rows of a dimension; however many are asked for, and how often, one statement reads them. */
export const loadWorkloadRows = groupLoader({
  sharedOf: ({ scope, by }: RowsQuestion) => ({ ...toScope(scope), by }),
  ownOf: ({ first }) => first,
  isOfNow: true,
  answer: async (database, shared, firsts) => {
    const rows = await readWorkloadRows(database, shared, Math.max(...firsts));
    return firsts.map((first) => rows.slice(0, first));
  },
});
