import type { GraphQLError } from 'graphql';
import { bearerOf } from '../../auth/caller.ts';
import { type Answer, refused } from '../answer.ts';
import type { Source } from '../source.ts';
import { channelSummary } from './channel-summary.ts';

/** The status of each error, and the sentence of the source's where it has one. */
const statusOf: Record<string, [status: number, error?: string]> = {
  BAD_REQUEST: [400],
  SERVICE_UNAVAILABLE: [503, 'Service Unavailable'],
  BAD_USER_INPUT: [422, 'Date range cannot exceed 6 months'],
};

export const chatwoot: Source = {
  prefix: '/api/v2/',
  endpoints: [channelSummary],
  credentialsOf: (headers) => {
    const token =
      headers.get('api_access_token') ||
      // Some proxies drop headers with underscores.
      headers.get('api-access-token') ||
      bearerOf(headers.get('authorization'));
    return token ? { token } : null;
  },
  unknownPath: () => refused(404, 'NOT_FOUND', { error: 'Resource could not be found' }),
  unauthenticated: (_requestId, credentials) =>
    refused(
      401,
      'UNAUTHENTICATED',
      credentials
        ? { error: 'Invalid Access Token' }
        : { errors: ['You need to sign in or sign up before continuing.'] },
    ),
  rateLimited: (seconds) =>
    refused(
      429,
      'RATE_LIMITED',
      { error: `Too many requests; try again in ${seconds} s.` },
      { headers: { 'retry-after': String(seconds) } },
    ),
  refusalOf,
  headersOf: () => ({}),
  shareHeaders: () => ({}),
};

function refusalOf({ message, extensions: { code } }: GraphQLError): Answer {
  const [status, error = message] = statusOf[String(code)] ?? [500, 'Internal Server Error'];
  return refused(status, String(code), { error }, { headers: status === 503 ? { 'retry-after': '1' } : {} });
}
