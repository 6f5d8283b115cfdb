import {
  type GraphQLSchema,
  isScalarType,
  isUnionType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { z } from 'zod';
import { badUserInput } from '../errors.ts';
import type { Builder } from '../graphql/builder.ts';

/**
 * Everything that a builder knows as a subgraph of Apollo Federation 2, with `_service` and `_entities`. `reference` is
 * what a gateway has to send of an entity besides its type.
 */
export function toSubgraph(
  builder: Builder,
  reference: z.ZodType<object>,
  options: Parameters<Builder['toSubGraphSchema']>[0] = {},
): GraphQLSchema {
  const schema = builder.toSubGraphSchema({
    linkUrl: 'https://specs.apollo.dev/federation/v2.6',
    ...options,
  });
  const entities = schema.getQueryType()?.getFields()['_entities'];
  const union = schema.getType('_Entity');
  const any = schema.getType('_Any');
  if (!entities?.resolve || !isUnionType(union) || !isScalarType(any))
    throw new Error('the schema has no entities');
  any.parseLiteral = exactValueOf;
  const { resolve } = entities;
  const types = z.array(z.looseObject({ __typename: z.enum(union.getTypes().map(({ name }) => name)) }));
  const references = z.array(reference);
  // The library's own resolver throws what looks like an accident when a representation is malformed.
  entities.resolve = (root, { representations }, context, info) => {
    const [typed, known] = [types.safeParse(representations), references.safeParse(representations)];
    const [issue] = typed.error?.issues ?? known.error?.issues ?? [];
    if (issue) throw badUserInput(['representations', ...issue.path].join('.'), issue.message);
    return resolve(root, { representations: known.data }, context, info);
  };
  return schema;
}

/** A value in a document, its integers as those in variables are read: GraphQL itself makes doubles of them. */
function exactValueOf(node: ValueNode, variables?: Record<string, unknown> | null): unknown {
  if (node.kind === Kind.INT && !Number.isSafeInteger(Number(node.value))) return BigInt(node.value);
  if (node.kind === Kind.LIST) return node.values.map((each) => exactValueOf(each, variables));
  if (node.kind !== Kind.OBJECT) return valueFromASTUntyped(node, variables);
  return Object.fromEntries(
    node.fields.map(({ name, value }) => [name.value, exactValueOf(value, variables)]),
  );
}
