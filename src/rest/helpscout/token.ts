import type { CallerToken } from '../../auth/caller.ts';
import { type Answer, found, refused } from '../answer.ts';
import type { ExchangeEndpoint } from '../source.ts';

/** The source's tokens live for two days. */
const mostSeconds = 172_800;

/** What each way to ask for a token needs besides its name. */
const partsOf: Record<string, readonly string[]> = {
  client_credentials: ['client_id', 'client_secret'],
  refresh_token: ['client_id', 'client_secret', 'refresh_token'],
};

/** Gives a client the token that it has: a client that asks for one before anything else is content. */
export const token: ExchangeEndpoint = {
  method: 'POST',
  path: '/v2/oauth2/token',
  mostBytes: 10_000,
  tooLong: refused(413, 'BAD_REQUEST', oauthError('invalid_request', 'The body is too long.')),
  tooOften: (seconds) =>
    refused(429, 'RATE_LIMITED', oauthError('slow_down', `Try again in ${seconds} s.`), {
      headers: { 'retry-after': String(seconds) },
    }),
  answer: async ({ parameters, callerOf, now }) => {
    const grantType = parameters?.get('grant_type');
    if (!parameters || !grantType) return wrong('invalid_request', 'The body must name a grant_type.');
    if (!Object.hasOwn(partsOf, grantType))
      return wrong('unsupported_grant_type', 'The grant_type must be client_credentials or refresh_token.');
    const missing = partsOf[grantType]?.find((part) => !parameters.get(part));
    if (missing) return wrong('invalid_request', `The parameter ${missing} is missing.`);
    const [tokenId = '', secret = ''] = ['client_id', 'client_secret'].map((part) => parameters.get(part));
    const isSame = grantType !== 'refresh_token' || parameters.get('refresh_token') === secret;
    const caller = await callerOf({ token: secret, tokenId });
    if (!caller?.token || !isSame)
      return refused(401, 'UNAUTHENTICATED', oauthError('invalid_client', 'Invalid client credentials'));
    return found({
      token_type: 'bearer',
      access_token: secret,
      expires_in: secondsLeft(caller.token, now),
      refresh_token: secret,
    });
  },
};

function secondsLeft({ expiresAt }: CallerToken, now: Date): number {
  if (expiresAt === null) return mostSeconds;
  return Math.min(mostSeconds, Math.floor((expiresAt - now.getTime()) / 1000));
}

function wrong(error: string, description: string): Answer {
  return refused(400, 'BAD_REQUEST', oauthError(error, description));
}

function oauthError(error: string, description: string) {
  return { error, error_description: description };
}
