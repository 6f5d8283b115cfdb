import { Kind, parse } from 'graphql';
import type { PersistedOperations } from './persisted-operations.ts';

/** The label of an operation in the metrics; a request without a named operation has an empty one. */
export type OperationLabels = (name?: string) => string;

/** So often has a name come that it is one of a client's own, and not made up for one request. */
const often = 10;

/** Clients choose the names: the metrics hold so many of them, and so many more are counted until they have come often. */
const mostLabels = 200;
const mostCounted = 1000;

/** Makes a label of each name that is known, because it is persisted or has come often, and `other` of the rest. */
export function operationLabels(persisted?: Pick<PersistedOperations, 'textOf'>): OperationLabels {
  const known = new Set(['', ...namesOf(persisted?.textOf.values() ?? [])]);
  const most = known.size + mostLabels;
  const sightings = new Map<string, number>();
  const learn = (name: string): void => {
    const count = (sightings.get(name) ?? 0) + 1;
    // The name goes to the end: who has not come for longest is forgotten first.
    sightings.delete(name);
    if (count === often) known.add(name);
    else sightings.set(name, count);
    const [oldest = ''] = sightings.keys();
    if (sightings.size > mostCounted) sightings.delete(oldest);
  };
  return (name = '') => {
    if (!known.has(name) && known.size < most) learn(name);
    return known.has(name) ? name : 'other';
  };
}

function* namesOf(texts: Iterable<string>): Generator<string> {
  for (const text of texts)
    for (const definition of parse(text).definitions)
      if (definition.kind === Kind.OPERATION_DEFINITION && definition.name) yield definition.name.value;
}
