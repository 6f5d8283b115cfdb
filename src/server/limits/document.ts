import { type DocumentNode, type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { queryTooComplex } from '../../errors.ts';
import { groupBy } from '../../group.ts';
import type { Settings } from '../../settings.ts';
import { fragmentsOf, selectedBy } from './selections.ts';

export type DocumentLimits = Pick<
  Settings,
  'MAX_TOKENS' | 'MAX_DEPTH' | 'MAX_ALIASES' | 'MAX_ROOT_FIELDS' | 'MAX_REPEATS' | 'MAX_DIRECTIVES'
>;

/**
 * Throws `QUERY_TOO_COMPLEX` where a document exceeds a limit. It is read as it would be executed, but before it is
 * validated, because validation itself can be made to take long.
 */
export function assertDocumentWithin(document: DocumentNode, limits: DocumentLimits): void {
  const fragments = fragmentsOf(document);
  let selections = 0;
  let aliases = 0;
  for (const definition of document.definitions) {
    if (!('selectionSet' in definition)) continue;
    assertDirectives(definition);
    const fields = assertLevel([definition.selectionSet], 1);
    if (definition.kind === Kind.OPERATION_DEFINITION)
      assertAtMost(fields, limits.MAX_ROOT_FIELDS, 'root fields');
  }

  /** Checks what is asked of one object, and all below it; returns how many fields that is. */
  function assertLevel(sets: readonly SelectionSetNode[], depth: number): number {
    assertAtMost(depth, limits.MAX_DEPTH, 'levels');
    const fields = selectedBy(sets, fragments, assertSelection).map(({ field }) => field);
    const questions = groupBy(fields, (field) => `${field.name.value} ${argumentsOf(field)}`);
    const answers = groupBy(fields, (field) => (field.alias ?? field.name).value);
    for (const group of [...questions.values(), ...answers.values()])
      assertAtMost(group.length, limits.MAX_REPEATS, 'repetitions of one field');
    for (const group of answers.values()) {
      const below = group.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (below.length > 0) assertLevel(below, depth + 1);
    }
    return answers.size;
  }

  function assertSelection(selection: SelectionNode, nesting: number): void {
    selections += 1;
    if (selection.kind === Kind.FIELD && selection.alias) aliases += 1;
    assertAtMost(selections, limits.MAX_TOKENS, 'selections');
    assertAtMost(aliases, limits.MAX_ALIASES, 'aliases');
    assertAtMost(nesting, limits.MAX_DEPTH, 'fragments within one another');
    assertDirectives(selection);
  }

  function assertDirectives({ directives }: { directives?: readonly unknown[] }): void {
    assertAtMost(directives?.length ?? 0, limits.MAX_DIRECTIVES, 'directives in one place');
  }
}

function argumentsOf({ arguments: given = [] }: FieldNode): string {
  const [first, last] = [given[0]?.loc, given.at(-1)?.loc];
  return first && last ? first.source.body.slice(first.start, last.end) : '';
}

function assertAtMost(count: number, most: number, what: string): void {
  if (count > most) throw queryTooComplex(`The query has more than ${most} ${what}.`);
}
