import { type GraphQLSchema, isUnionType } from 'graphql';
import { z } from 'zod';
import { badUserInput } from '../errors.ts';
import { builder } from './builder.ts';

/** Everything that the builder knows as a subgraph of Apollo Federation 2, with `_service` and `_entities`. */
export function toSubgraph(): GraphQLSchema {
  const schema = builder.toSubGraphSchema({ linkUrl: 'https://specs.apollo.dev/federation/v2.6' });
  const entities = schema.getQueryType()?.getFields()['_entities'];
  const union = schema.getType('_Entity');
  if (!entities?.resolve || !isUnionType(union)) throw new Error('the schema has no entities');
  const { resolve } = entities;
  const representations = z.array(
    z.looseObject({
      __typename: z.enum(union.getTypes().map(({ name }) => name)),
      id: z.union([z.string(), z.int().transform(String)]),
    }),
  );
  // The library's own resolver throws what looks like an accident when a representation is malformed.
  entities.resolve = (root, args, context, info) => {
    const { data, error } = representations.safeParse(args['representations']);
    const issue = error?.issues[0];
    if (issue) throw badUserInput(['representations', ...issue.path].join('.'), issue.message);
    return resolve(root, { representations: data }, context, info);
  };
  return schema;
}
