import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import { inTurn, turn } from '../pace.ts';

/**
 * The schema, each field of which is resolved, and hands on what it has waited for, when its request may go on working: thousands
 * of fields that wait for one statement would else hold everybody up when it is answered.
 */
export function paced(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (field.resolve) field.resolve = pacedResolver(field.resolve);
  }
  return schema;
}

type Resolver = GraphQLFieldResolver<unknown, unknown>;

function pacedResolver(resolve: Resolver): Resolver {
  return (...question) => {
    const wait = turn();
    const answer: unknown = wait ? wait.then(() => resolve(...question)) : resolve(...question);
    return answer instanceof Promise ? answer.then(inTurn, failInTurn) : answer;
  };
}

async function failInTurn(error: unknown): Promise<never> {
  await inTurn(undefined);
  throw error;
}
