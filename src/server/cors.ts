import type { CORSOptions } from 'graphql-yoga';
import { versionHeader } from './version.ts';

// What clients send by themselves: Apollo Client names itself and, in a GET, the operation.
const allowedHeaders = [
  'authorization',
  'content-type',
  'content-encoding',
  'x-request-id',
  versionHeader,
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-apollo-operation-name',
  'apollographql-client-name',
  'apollographql-client-version',
];

/** Lets pages of these origins ask, and only these. No cookies are involved: a page has to have a token. */
export function corsOf(origins: readonly string[]) {
  return (request: Request): CORSOptions => {
    const origin = request.headers.get('origin');
    if (!origin || !origins.includes(origin)) return false;
    return {
      origin,
      methods: ['GET', 'POST'],
      allowedHeaders,
      exposedHeaders: ['x-request-id', 'retry-after', versionHeader],
      credentials: false,
      maxAge: 3600,
    };
  };
}
