import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { groupBy } from '../../group.ts';
import type { SelectedPart } from './reads.ts';
import { fragmentsOf, type Selected, selectedBy } from './selections.ts';
import { type Arguments, type Asker, createScales } from './weight.ts';

const pointsOfIntrospection = 100;

/**
 * What an operation costs, known before it runs: a point for each value that it may deliver, over all buckets, pages, top entries
 * and entities, and points for what has to be read. Undefined where it cannot run: no such operation, or wrong variables.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  given: Readonly<Record<string, unknown>>,
  asker: Asker,
): number | undefined {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) return undefined;
  const { coerced: variables } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  if (!variables) return undefined;
  const fragments = fragmentsOf(document);
  const { weigh, pointsOfReads } = createScales(asker);
  return costOfObject([operation.selectionSet], root, undefined, {}) + pointsOfReads();

  /**
   * `size`: how many entries the next list below has, where something above it has said so; `around`: the arguments of the field
   * above that is about a period.
   */
  function costOfObject(
    sets: readonly SelectionSetNode[],
    type: GraphQLCompositeType,
    size: number | undefined,
    around: Arguments,
  ): number {
    const selected = selectedBy(sets, fragments).map(({ field, on = type.name }) => ({ field, on }));
    const costs = [...groupBy(selected, ({ on }) => on)].map(([on, ofType]) => {
      const fields = groupBy(ofType, ({ field }) => (field.alias ?? field.name).value);
      return [...fields.values()].reduce(
        (sum, group) => sum + costOfField(group, schema.getType(on), size, around),
        0,
      );
    });
    // What is of one of several types answers the fragments on that one only.
    return isAbstractType(type) ? Math.max(0, ...costs) : costs.reduce((sum, cost) => sum + cost, 0);
  }

  function costOfField(
    group: readonly Selected[],
    parent: GraphQLNamedType | undefined,
    size: number | undefined,
    around: Arguments,
  ): number {
    const sets = group.flatMap(({ field }) => field.selectionSet ?? []);
    const [selected] = group;
    const field = selected && isObjectType(parent) && parent.getFields()[selected.field.name.value];
    // Only introspection is asked for by names that no type declares.
    if (!field) return sets.length > 0 ? pointsOfIntrospection : 1;
    const type = getNullableType(field.type);
    // Nearly all fields are such, and there can be thousands.
    if (isLeafType(type) && field.args.length === 0) return 1;
    const result = getNamedType(type);
    const args = argumentsOf(field, selected.field);
    const weight = weigh({
      field,
      entity: parent === root ? undefined : parent?.name,
      args,
      around,
      selected: () => (isCompositeType(result) ? partsOf(sets, result) : []),
    });
    const below = (next: number | undefined): number =>
      isCompositeType(result) ? costOfObject(sets, result, next, args['period'] ? args : around) : 0;
    if (!isListType(type)) return weight.own + 1 + below(weight.size ?? size);
    const entries = weight.size ?? size ?? weight.usualSize;
    return weight.own + entries * (1 + below(undefined));
  }

  /** The fields that are selected of what answers a question, with what is selected of each. */
  function partsOf(sets: readonly SelectionSetNode[], type: GraphQLCompositeType): SelectedPart[] {
    const fields = selectedBy(sets, fragments).map(({ field }) => field);
    return [...groupBy(fields, ({ name }) => name.value)].map(([name, group]) => {
      const declared = isObjectType(type) ? type.getFields()[name] : undefined;
      const result = declared && getNamedType(declared.type);
      const below = group.flatMap(({ selectionSet }) => selectionSet ?? []);
      return {
        name,
        isValue: !result || isLeafType(result),
        below: () => (isCompositeType(result) ? partsOf(below, result) : []),
      };
    });
  }

  function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Arguments {
    try {
      return getArgumentValues(field, node, variables);
    } catch {
      return {}; // The execution will say what is wrong with them.
    }
  }
}
