import { groupLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import { comparedPeriods, type Slice, toComparedScope } from '../../question/slice.ts';
import { loadTouched } from './counts.ts';
import { type TopEntry, topEntryOf } from './shape.ts';
import { readTop, type TopKind } from './top-query.ts';

/** A question for the first entries of a top list. */
export interface TopQuestion {
  readonly slice: Slice;
  readonly kind: TopKind;
  readonly first: number;
}

/**
 * The first entries of a top list, in order. All lists asked of one slice in a tick are one statement, and the same list
 * with different lengths is read once, at the greatest.
 */
const loadTop = groupLoader({
  sharedOf: ({ slice }: TopQuestion) => toComparedScope(slice),
  ownOf: ({ kind, first }) => ({ kind, first }),
  answer: async (database, scope, questions) => {
    const firstOf = new Map<TopKind, number>();
    for (const { kind, first } of questions) firstOf.set(kind, Math.max(first, firstOf.get(kind) ?? 0));
    const rows = await readTop(database, scope, comparedPeriods(scope), firstOf);
    return questions.map(({ kind, first }) => rows.filter((row) => row.kind === kind).slice(0, first));
  },
});

/** The first entries of a top list beside the touched conversations that they are parts of. */
export async function loadTopEntries(context: Context, question: TopQuestion): Promise<TopEntry[]> {
  const [rows, whole] = await Promise.all([loadTop(context, question), loadTouched(context, question.slice)]);
  return rows.map((row) => topEntryOf(row, whole));
}

/** The sum of the counts of a list's entries, also of those beyond the first ones. */
export async function loadUses(context: Context, question: TopQuestion): Promise<number> {
  const [head] = await loadTop(context, question);
  return head?.total ?? 0;
}
