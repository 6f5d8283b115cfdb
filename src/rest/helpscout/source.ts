import type { GraphQLError } from 'graphql';
import { bearerOf } from '../../auth/caller.ts';
import { type Answer, refused } from '../answer.ts';
import type { Source } from '../source.ts';
import { conversationHistory } from './conversation-history.ts';
import { conversations } from './conversations.ts';
import { badRequest, logged, unauthorized } from './errors.ts';
import { mailboxes } from './mailboxes.ts';
import { tags } from './tags.ts';
import { token } from './token.ts';
import { users } from './users.ts';
import { volumeByChannel } from './volume-by-channel.ts';

export const helpscout: Source = {
  prefix: '/v2/',
  endpoints: [conversations, volumeByChannel, conversationHistory, mailboxes, users, tags, token],
  credentialsOf: (headers) => {
    const bearer = bearerOf(headers.get('authorization'));
    return bearer ? { token: bearer } : null;
  },
  unknownPath: (requestId) => logged(404, 'NOT_FOUND', requestId, 'Not Found'),
  unauthenticated: (requestId) => unauthorized(requestId),
  rateLimited: (seconds) => {
    const wait = String(seconds);
    const headers = { 'x-ratelimit-retry-after': wait, 'retry-after': wait };
    return refused(429, 'RATE_LIMITED', { message: 'API rate limit exceeded' }, { headers });
  },
  refusalOf,
  headersOf: (requestId) => ({ 'correlation-id': requestId }),
  shareHeaders: ({ limit, remaining }) => ({
    'x-ratelimit-limit-minute': String(limit),
    'x-ratelimit-remaining-minute': String(remaining),
  }),
};

/** The source's names of the arguments that a report can complain of when each parameter by itself is right. */
const parameterOf: Record<string, string> = { period: 'end', previous: 'previousEnd' };

function refusalOf({ message, extensions: { code, argument } }: GraphQLError, requestId: string): Answer {
  switch (code) {
    case 'BAD_USER_INPUT': {
      const path = parameterOf[String(argument)] ?? String(argument);
      return badRequest(requestId, [{ path, message, kind: 'Range' }]);
    }
    case 'BAD_REQUEST':
      return logged(400, code, requestId, message);
    case 'NOT_FOUND':
      return logged(404, code, requestId, 'Not Found');
    case 'SERVICE_UNAVAILABLE':
      return refused(503, code, { message: 'Service Unavailable' }, { headers: { 'retry-after': '1' } });
    default:
      return logged(500, String(code), requestId, 'Internal Server Error');
  }
}
