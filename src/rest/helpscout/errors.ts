import { type Answer, refused } from '../answer.ts';

/** What is wrong with one parameter. */
export interface Fault {
  readonly path: string;
  readonly message: string;
  readonly kind: 'NotEmpty' | 'EnumValue' | 'Date' | 'Number' | 'Range';
  /** The value that is wrong by itself. */
  readonly rejectedValue?: string | undefined;
}

// The PHP client compares the whole header with it.
const contentType = 'application/vnd.error+json';
const about = { about: { href: '/errors' } };

/** No error tells more of a value than so many characters. */
const echoedCharacters = 100;

/** All that is wrong with the parameters of a request. */
export function badRequest(requestId: string, faults: readonly Fault[]): Answer {
  const errors = faults.map(({ path, message, kind, rejectedValue }) => ({
    path,
    message,
    ...(rejectedValue !== undefined && {
      rejectedValue: [...rejectedValue].slice(0, echoedCharacters).join(''),
    }),
    source: 'QUERY',
    _links: { about: { href: `/errors#${kind}` } },
  }));
  return refused(
    400,
    'BAD_USER_INPUT',
    { logRef: requestId, message: 'Bad request', _embedded: { errors }, _links: about },
    { contentType },
  );
}

export function unauthorized(requestId: string): Answer {
  const value = { logRef: requestId, message: 'Unauthorized', _embedded: { errors: [] }, _links: about };
  return refused(401, 'UNAUTHENTICATED', value, { contentType });
}

/** An error that the log knows under the request's id, and of which the client is told a sentence. */
export function logged(status: number, code: string, requestId: string, message: string): Answer {
  return refused(status, code, { logRef: requestId, message }, { contentType });
}
