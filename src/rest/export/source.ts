import type { GraphQLError } from 'graphql';
import { bearerOf } from '../../auth/caller.ts';
import { rateLimited, unauthenticated } from '../../errors.ts';
import { type Answer, refused } from '../answer.ts';
import type { Source } from '../source.ts';
import { breakdown } from './breakdown.ts';
import { conversations } from './conversations.ts';
import { type Export, endpointOf } from './export.ts';

/** What can be downloaded. */
export const allExports: readonly Export[] = [conversations, breakdown];

/** deskgraph's own downloads. Their errors have the form of GraphQL's. */
export const exports: Source = {
  prefix: '/export/',
  endpoints: allExports.map(endpointOf),
  credentialsOf: (headers) => {
    const token = bearerOf(headers.get('authorization'));
    return token ? { token } : null;
  },
  unknownPath: () =>
    refused(404, 'NOT_FOUND', {
      errors: [{ message: 'There is no such export.', extensions: { code: 'NOT_FOUND' } }],
    }),
  unauthenticated: () => refusalOf(unauthenticated()),
  rateLimited: (seconds) => refusalOf(rateLimited(seconds)),
  refusalOf,
  headersOf: () => ({}),
  shareHeaders: () => ({}),
};

function refusalOf({ message, extensions }: GraphQLError): Answer {
  const { http, code, ...details } = extensions;
  const status = http?.status ?? (code === 'BAD_USER_INPUT' ? 400 : 500);
  const value = { errors: [{ message, extensions: { code, ...details } }] };
  return refused(status, String(code), value, { headers: http?.headers ?? {} });
}
