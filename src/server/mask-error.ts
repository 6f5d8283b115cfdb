import { GraphQLError } from 'graphql';
import { AwayError } from '../away-error.ts';
import { badRequest, serviceUnavailable, unexpectedError } from '../errors.ts';
import { toLoggable } from './loggable.ts';
import { requestRecord } from './request-log.ts';

/** Lets through what was meant for the client; anything else is logged under the request's id and told as one of two sentences. */
export function maskError(error: unknown): GraphQLError {
  const { nodes, source, positions, path, originalError } = error instanceof GraphQLError ? error : {};
  const told = forClient(error);
  if (told) return told;
  const cause = originalError ?? error;
  const isAway = cause instanceof AwayError;
  if (isAway) logAway(cause);
  else requestRecord()?.log.error({ error: toLoggable(cause), path }, 'unexpected error');
  const { message, extensions } = isAway ? serviceUnavailable() : unexpectedError();
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}

/** An outage is no defect, and every field of a request tells of the same one. */
function logAway(error: AwayError): void {
  const record = requestRecord();
  if (!record || record.isAwayLogged) return;
  record.isAwayLogged = true;
  record.log.warn({ error: toLoggable(error) }, 'not available');
}

/** The error as the client may see it, in the words of this service; undefined where it was not meant for a client. */
function forClient(error: unknown): GraphQLError | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  if (error.originalError && !forClient(error.originalError)) return undefined;
  const { code } = error.extensions;
  if (code) return error;
  // GraphQL's own: about the request where it could not begin to run, else about an answer that does not fit the schema.
  return error.path ? undefined : badRequest(error.message);
}
