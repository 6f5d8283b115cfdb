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

/** What is said of an answer that is missing without a reason. */
export const unexplained: Failure = { code: 'UNKNOWN', message: '', argument: undefined, requestId: null };

/**
 * Why an answer is missing: the first error about a field that `isAbout` takes, undefined where there is none. An error about no
 * field in particular is about the whole request.
 */
export function failureOf(
  error: CombinedError | undefined,
  isAbout: (field: unknown) => boolean = () => true,
): Failure | undefined {
  if (!error) return undefined;
  const requestId = idOf(error);
  if (error.networkError)
    return isAbout(undefined)
      ? { code: 'AWAY', message: error.networkError.message, argument: undefined, requestId }
      : undefined;
  const own = error.graphQLErrors.find(({ path }) => isAbout(path?.[0]));
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
