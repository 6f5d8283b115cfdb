import { GraphQLError } from 'graphql';
import { CombinedError } from 'urql';
import { expect, test } from 'vitest';
import { mapPart, partOf } from '../../src/dashboard/parts/part.ts';

interface Answer {
  readonly quick: { readonly total: number } | null;
  readonly slow?: { readonly total: number } | null;
}

const response = new Response(null, { headers: { 'x-request-id': 'r1' } });
const refused = (path: string[] | undefined, extensions: object): CombinedError =>
  new CombinedError({
    graphQLErrors: [new GraphQLError('No.', { path, extensions: { ...extensions } })],
    response,
  });
const at = (result: { data?: Answer; error?: CombinedError; fetching?: boolean; hasNext?: boolean }) =>
  (['quick', 'slow'] as const).map((field) =>
    partOf<Answer, 'quick' | 'slow'>({ fetching: false, hasNext: false, ...result }, field),
  );

const loading = { state: 'loading' };
const ready = { state: 'ready', value: { total: 1 } };
const unknown = {
  state: 'failed',
  failure: { code: 'UNKNOWN', message: '', argument: undefined, requestId: null },
};
const failed = (code: string, message: string, argument?: string) => ({
  state: 'failed',
  failure: { code, message, argument, requestId: 'r1' },
});

test.each([
  ['asked', { fetching: true }, [loading, loading]],
  [
    'asked again',
    { fetching: true, data: { quick: { total: 1 } }, error: refused(['slow'], { code: 'INTERNAL' }) },
    [ready, loading],
  ],
  ['answered in part', { hasNext: true, data: { quick: { total: 1 } } }, [ready, loading]],
  ['answered', { data: { quick: { total: 1 }, slow: { total: 1 } } }, [ready, ready]],
  ['ended too early', { data: { quick: { total: 1 } } }, [ready, unknown]],
  [
    'refused in part',
    {
      data: { quick: { total: 1 }, slow: null },
      error: refused(['slow'], { code: 'BAD_USER_INPUT', argument: 'period' }),
    },
    [ready, failed('BAD_USER_INPUT', 'No.', 'period')],
  ],
  [
    'stopped on the way',
    { data: { quick: { total: 1 } }, error: refused(undefined, { code: 'TIMEOUT' }) },
    [ready, failed('TIMEOUT', 'No.')],
  ],
  [
    'refused',
    { error: refused(undefined, { code: 'QUERY_TOO_COMPLEX' }) },
    [failed('QUERY_TOO_COMPLEX', 'No.'), failed('QUERY_TOO_COMPLEX', 'No.')],
  ],
  [
    'lost on the way',
    { error: new CombinedError({ networkError: new Error('Gone.'), response }) },
    [failed('AWAY', 'Gone.'), failed('AWAY', 'Gone.')],
  ],
  [
    'lost after its first part',
    {
      data: { quick: { total: 1 } },
      error: new CombinedError({ networkError: new Error('Gone.'), response }),
    },
    [ready, failed('AWAY', 'Gone.')],
  ],
])('the parts of a question that is %s', (_, result, parts) => {
  expect(at(result)).toEqual(parts);
});

test('what is made of a part is there when the part is', () => {
  expect(mapPart({ state: 'ready', value: 2 }, (value) => value * 2)).toEqual({ state: 'ready', value: 4 });
  expect(mapPart<number, number>({ state: 'loading' }, (value) => value * 2)).toEqual(loading);
});
