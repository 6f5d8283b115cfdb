import { periodKey } from '../../period/period.ts';
import { groupLoader } from '../../reporting/loader.ts';
import { comparedPeriods, type Slice, scopeKeyOf } from '../../reporting/slice.ts';
import { readTop, type TopKind, type TopRow } from './top-query.ts';

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
export const loadTop = groupLoader<TopQuestion, TopRow[]>({
  groupOf: ({ slice }) => [scopeKeyOf(slice), ...comparedPeriods(slice).map(periodKey)].join(' '),
  keyOf: ({ kind, first }) => `${kind} ${first}`,
  answer: async (database, questions) => {
    const firstOf = new Map<TopKind, number>();
    for (const { kind, first } of questions) firstOf.set(kind, Math.max(first, firstOf.get(kind) ?? 0));
    const [{ slice }] = questions;
    const rows = await readTop(database, slice, comparedPeriods(slice), firstOf);
    return questions.map(({ kind, first }) => rows.filter((row) => row.kind === kind).slice(0, first));
  },
});
