import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { badRequest } from '../errors.ts';
import { readBody } from './body.ts';
import { parseExactly } from './exact-json.ts';

/** What a request may say besides what Yoga knows: the id of a persisted operation. */
export interface Params extends GraphQLParams {
  readonly documentId?: unknown;
}

/**
 * Reads what is asked from the body of a POST of at most so many bytes or from the address of a GET. An integer in variables
 * that a double does not hold is a bigint, for ids.
 */
export function useParams(maxBytes: number): Plugin {
  return {
    onRequestParse: ({ url, setRequestParser }) =>
      setRequestParser(async (request) =>
        request.method === 'GET'
          ? paramsOfAddress(url.searchParams)
          : paramsOfBody(await readBody(request, maxBytes)),
      ),
  };
}

function paramsOfBody(text: string): GraphQLParams | GraphQLParams[] {
  const body = jsonOf(text, 'body');
  if (typeof body !== 'object' || body === null) throw badRequest('The body must be a JSON object.');
  // Yoga says what is wrong with a list of requests, and with parameters of other types.
  if (Array.isArray(body)) return body;
  const { operationName, ...others }: Params = body;
  return { ...others, ...named(operationName) };
}

function paramsOfAddress(given: URLSearchParams): Params {
  const json = (name: string) => {
    const text = given.get(name);
    return text ? { [name]: jsonOf(text, `parameter ${name}`) } : {};
  };
  const text = (name: string) => {
    const value = given.get(name);
    return value ? { [name]: value } : {};
  };
  return {
    ...text('query'),
    ...text('documentId'),
    ...named(given.get('operationName')),
    ...json('variables'),
    ...json('extensions'),
  };
}

/** An empty name is none: some clients send the name of the operation even where it has none. */
function named(operationName: string | null | undefined): Pick<GraphQLParams, 'operationName'> {
  return operationName === '' || operationName == null ? {} : { operationName };
}

function jsonOf(text: string, what: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    throw badRequest(`The ${what} is not valid JSON.`);
  }
}
