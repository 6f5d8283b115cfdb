import type { TadaDocumentNode } from 'gql.tada';
import { useCallback } from 'react';
import { type AnyVariables, type UseQueryState, useQuery } from 'urql';

/** Asks a view's one question. The second value asks again. */
export function useView<Data, Variables extends AnyVariables>(
  query: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): [UseQueryState<Data, Variables>, () => void] {
  const [result, ask] = useQuery<Data, Variables>({ query, variables } as Parameters<
    typeof useQuery<Data, Variables>
  >[0]);
  return [result, useCallback(() => ask({ requestPolicy: 'network-only' }), [ask])];
}
