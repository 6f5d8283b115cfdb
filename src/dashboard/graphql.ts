import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../../examples/client/schema-types.d.ts';

/** Writes an operation down; its variables and its answer are typed by schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; TimeZone: string };
}>();

export type { ResultOf, VariablesOf } from 'gql.tada';
