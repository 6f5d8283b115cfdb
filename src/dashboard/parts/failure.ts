import type { CombinedError } from 'urql';

/** Why a part of the page has no answer. */
export interface Failure {
  /** The server's code; `AWAY` where there was no answer at all. */
  readonly code: string;
  readonly message: string;
  /** The argument that is to be mended, such as `period.start`. */
  readonly argument: string | undefined;
  /** Under which the server's log tells more. */
  readonly requestId: string | null;
}

/** Why one field of an answer is missing; undefined where nothing went wrong with it. */
export function failureOf(error: CombinedError | undefined, field: string): Failure | undefined {
  if (!error) return undefined;
  const requestId = idOf(error);
  if (error.networkError)
    return { code: 'AWAY', message: error.networkError.message, argument: undefined, requestId };
  // An error without a path is about the whole request.
  const own = error.graphQLErrors.find(({ path }) => !path || path.length === 0 || path[0] === field);
  if (!own) return undefined;
  const { code, argument } = own.extensions;
  return {
    code: String(code),
    message: own.message,
    argument: typeof argument === 'string' ? argument : undefined,
    requestId,
  };
}

export function hasCode(error: CombinedError, code: string): boolean {
  return error.graphQLErrors.some(({ extensions }) => extensions['code'] === code);
}

function idOf({ response }: CombinedError): string | null {
  return response instanceof Response ? response.headers.get('x-request-id') : null;
}
