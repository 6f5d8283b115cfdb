import type { CORSOptions } from 'graphql-yoga';

/** Lets pages of these origins ask, and only these. No cookies are involved: a page has to have a token. */
export function corsOf(origins: readonly string[]) {
  return (request: Request): CORSOptions => {
    const origin = request.headers.get('origin');
    if (!origin || !origins.includes(origin)) return false;
    return {
      origin,
      methods: ['POST'],
      allowedHeaders: ['authorization', 'content-type', 'x-request-id'],
      exposedHeaders: ['x-request-id', 'retry-after'],
      credentials: false,
      maxAge: 3600,
    };
  };
}
