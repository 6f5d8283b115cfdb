import { GraphQLError } from 'graphql';

/** HTTP status of every coded error; those without one are part of an answer that is otherwise well. */
const statusOfCode = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: undefined,
  BAD_REQUEST: 400,
  NOT_ACCEPTABLE: 406,
  UNSUPPORTED_MEDIA_TYPE: 415,
  // Apollo's clients look for these in an answer that is otherwise well, and not all in one that is not.
  PERSISTED_QUERY_NOT_FOUND: 200,
  PERSISTED_QUERY_NOT_SUPPORTED: 200,
  NOT_FOUND: undefined,
  QUERY_TOO_COMPLEX: 400,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
} as const;

type ErrorCode = keyof typeof statusOfCode;

function codedError(
  code: ErrorCode,
  message: string,
  details: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): GraphQLError {
  const status = statusOfCode[code];
  const http = status && { http: { status, headers } };
  return new GraphQLError(message, { extensions: { code, ...details, ...http } });
}

/** No token, or one that is unknown, expired or revoked: the caller is not told which. */
export function unauthenticated(): GraphQLError {
  return codedError(
    'UNAUTHENTICATED',
    'A valid access token is required: send the header "Authorization: Bearer TOKEN".',
  );
}

export function forbidden(message: string): GraphQLError {
  return codedError('FORBIDDEN', message);
}

/** A malformed or contradictory argument; `argument` is its path, such as `period.start`. */
export function badUserInput(argument: string, message: string): GraphQLError {
  return codedError('BAD_USER_INPUT', message, { argument });
}

/**
 * Makes such an error of one that GraphQL itself found. Where it was found before anything ran, the whole request is refused:
 * with status 400, but for clients that accept no `application/graphql-response+json`.
 */
export function markBadUserInput({ extensions }: GraphQLError, argument: string, refuses: boolean): void {
  const http = refuses && { http: { status: 400, spec: true } };
  Object.assign(extensions, { code: 'BAD_USER_INPUT' satisfies ErrorCode, argument, ...http });
}

export function notFound(argument: string, message: string): GraphQLError {
  return codedError('NOT_FOUND', message, { argument });
}

/** A request that is not in the form in which GraphQL is asked over HTTP. */
export function badRequest(message: string): GraphQLError {
  return codedError('BAD_REQUEST', message);
}

/** `types`: the media types in which there are answers. */
export function notAcceptable(types: readonly string[]): GraphQLError {
  return codedError(
    'NOT_ACCEPTABLE',
    `The header Accept takes none of the types in which there are answers: ${types.join(', ')}.`,
  );
}

/** A body that came packed in a way that is none of `encodings`. */
export function unsupportedEncoding(encodings: readonly string[]): GraphQLError {
  const read = encodings.join(', ');
  const message = `The header Content-Encoding names an encoding that is not read here; these are: ${read}.`;
  return codedError('UNSUPPORTED_MEDIA_TYPE', message, {}, { 'accept-encoding': read });
}

/** The id of a persisted operation that is none of those kept; Apollo's clients then send the text. */
export function persistedQueryNotFound(): GraphQLError {
  return codedError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
}

/** The same where no operations are kept at all; Apollo's clients then send no more ids. */
export function persistedQueryNotSupported(): GraphQLError {
  return codedError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
}

/** A document that asks for more than one request may; the message names the limit. */
export function queryTooComplex(message: string): GraphQLError {
  return codedError('QUERY_TOO_COMPLEX', message);
}

/** `seconds` is how long to wait, at least 1. */
export function rateLimited(seconds: number): GraphQLError {
  const message = `Too many requests; try again in ${seconds} s.`;
  return codedError('RATE_LIMITED', message, {}, { 'retry-after': String(seconds) });
}

/** How long a client has to wait that has had its share; undefined for every other error. */
export function secondsIn({ extensions: { code, http } }: GraphQLError): number | undefined {
  return code === 'RATE_LIMITED' ? Number(http?.headers?.['retry-after']) : undefined;
}

/** So many requests of the token are under way already. */
export function tooManyAtOnce(most: number): GraphQLError {
  const message = `More than ${most} requests of one token at a time; try again in 1 s.`;
  return codedError('RATE_LIMITED', message, {}, { 'retry-after': '1' });
}

/** The database is away or too slow, or too much is under way already. */
export function serviceUnavailable(): GraphQLError {
  const message = 'The service is not available at the moment; try again shortly.';
  return codedError('SERVICE_UNAVAILABLE', message, {}, { 'retry-after': '1' });
}

/** Anything that was not meant for a client, which is told no more than this. */
export function unexpectedError(): GraphQLError {
  const extensions = { code: 'INTERNAL_SERVER_ERROR', unexpected: true };
  return new GraphQLError('Unexpected error.', { extensions });
}
