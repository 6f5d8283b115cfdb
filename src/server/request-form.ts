import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../errors.ts';

const json = 'application/json';

// A page of another origin can send none of them before the browser has asked whether it may. The last two are Apollo's.
const askedFor = [
  'authorization',
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-apollo-operation-name',
];

/**
 * Takes questions only in forms that a page of another origin cannot send without asking first: a body of JSON, or a GET
 * with a header that makes browsers ask.
 */
export function useRequestForm(): Plugin {
  return {
    onRequestParse: ({ request }) => {
      if (request.method === 'POST' && mediaTypeOf(request) !== json)
        throw badRequest(`A POST must have the header "Content-Type: ${json}".`);
      if (request.method === 'GET' && !askedFor.some((name) => request.headers.has(name)))
        throw badRequest(
          'Send a POST, or a GET with the header "Authorization" or "GraphQL-Require-Preflight: 1".',
        );
    },
  };
}

function mediaTypeOf({ headers }: Request): string | undefined {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
}
