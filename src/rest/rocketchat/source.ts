import type { GraphQLError } from 'graphql';
import { type Answer, refused } from '../answer.ts';
import type { Source } from '../source.ts';
import { conversationsByStatus } from './conversations-by-status.ts';

const loggedOut = 'You must be logged in to do this.';

/** The status of each error, and the sentence of the source's where it has one. */
const failureOf: Record<string, [status: number, error?: string]> = {
  BAD_REQUEST: [400],
  SERVICE_UNAVAILABLE: [503, 'Service Unavailable'],
};

export const rocketchat: Source = {
  prefix: '/api/v1/',
  endpoints: [conversationsByStatus],
  credentialsOf: (headers) => {
    const [token, tokenId] = [headers.get('x-auth-token'), headers.get('x-user-id')];
    return token && tokenId ? { token, tokenId } : null;
  },
  unknownPath: () => refused(404, 'NOT_FOUND', { success: false, error: 'Invalid API path' }),
  unauthenticated: () =>
    refused(401, 'UNAUTHENTICATED', {
      success: false,
      error: loggedOut,
      status: 'error',
      message: loggedOut,
    }),
  rateLimited: (seconds) =>
    refused(
      429,
      'RATE_LIMITED',
      {
        success: false,
        error: `Error, too many requests. Please slow down. You must wait ${seconds} seconds before trying this endpoint again. [error-too-many-requests]`,
      },
      { headers: { 'retry-after': String(seconds) } },
    ),
  refusalOf,
  headersOf: () => ({}),
  shareHeaders: ({ limit, remaining, resetsAt }) => ({
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetsAt),
  }),
};

function refusalOf({ message, extensions: { code } }: GraphQLError): Answer {
  const [status, error = message] = failureOf[String(code)] ?? [500, 'Internal server error'];
  const headers: Record<string, string> = status === 503 ? { 'retry-after': '1' } : {};
  return refused(status, String(code), { success: false, error }, { headers });
}
