import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../errors.ts';

const json = 'application/json';

/**
 * Takes questions only in forms that a page of another origin cannot send without asking first: a body of JSON, or a GET
 * with a header of its own.
 */
export function useRequestForm(): Plugin {
  return {
    // Yoga chooses how to read a body before it asks here, and knows the media type in lower case only.
    onRequest: ({ request }) => {
      if (request.headers.get('content-type') !== json && mediaTypeOf(request) === json)
        request.headers.set('content-type', json);
    },
    onRequestParse: ({ request, url }) => {
      if (request.method === 'POST' && mediaTypeOf(request) !== json)
        throw badRequest(`A POST must have the header "Content-Type: ${json}".`);
      if (request.method !== 'GET') return;
      if (!request.headers.has('graphql-require-preflight'))
        throw badRequest('Send a POST, or a GET with the header "GraphQL-Require-Preflight: 1".');
      for (const name of ['variables', 'extensions']) assertJson(name, url.searchParams.get(name));
    },
  };
}

function mediaTypeOf({ headers }: Request): string | undefined {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
}

function assertJson(name: string, text: string | null): void {
  if (!text) return;
  try {
    JSON.parse(text);
  } catch {
    throw badRequest(`The parameter ${name} is not valid JSON.`);
  }
}
