/**
 * GraphQL Yoga and its plugins. The build puts their code into this module (scripts/bundle-yoga.js): the ranges that they
 * declare lead to packages that refuse Node 20, and a package cannot choose versions for those who install it.
 */
export { useDeferStream } from '@graphql-yoga/plugin-defer-stream';
export {
  defaultExtractPersistedOperationId,
  usePersistedOperations,
} from '@graphql-yoga/plugin-persisted-operations';
export { createYoga, isAsyncIterable } from 'graphql-yoga';
