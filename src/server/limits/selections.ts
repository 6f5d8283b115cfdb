import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** A field of an object, and the name of the type that the nearest fragment around it is on. */
export interface Selected {
  readonly field: FieldNode;
  readonly on: string | undefined;
}

/**
 * The fields that selection sets ask of one object, as the executor collects them: fragments in their places, each named one
 * once. `visit` sees every selection on the way, with the number of fragments around it, and may throw to end it.
 */
export function selectedBy(
  sets: readonly SelectionSetNode[],
  fragments: Fragments,
  visit: (selection: SelectionNode, nesting: number) => void = () => {},
): Selected[] {
  const spread = new Set<string>();
  const selected: Selected[] = [];
  for (const set of sets) collect(set, undefined, 0);
  return selected;

  function collect({ selections }: SelectionSetNode, on: string | undefined, nesting: number): void {
    for (const selection of selections) {
      visit(selection, nesting);
      if (selection.kind === Kind.FIELD) selected.push({ field: selection, on });
      else collectFragment(selection, on, nesting + 1);
    }
  }

  function collectFragment(
    selection: Exclude<SelectionNode, FieldNode>,
    on: string | undefined,
    nesting: number,
  ) {
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return collect(selection.selectionSet, selection.typeCondition?.name.value ?? on, nesting);
    const fragment = fragments.get(selection.name.value);
    if (!fragment || spread.has(selection.name.value)) return;
    spread.add(selection.name.value);
    collect(fragment.selectionSet, fragment.typeCondition.name.value, nesting);
  }
}
