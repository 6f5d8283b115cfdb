import type { TadaDocumentNode } from 'gql.tada';
import { useCallback, useRef } from 'react';
import { type AnyVariables, createRequest, type UseQueryState, useQuery } from 'urql';

/**
 * Asks a view's one question. The second value asks again. The data are of this very question, never of the one before it, and what
 * has come of them is kept where the rest is lost on its way or asked for again.
 */
export function useView<Data, Variables extends AnyVariables>(
  query: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): [UseQueryState<Data, Variables>, () => void] {
  const [result, ask] = useQuery<Data, Variables>({ query, variables } as Parameters<
    typeof useQuery<Data, Variables>
  >[0]);
  const { key } = createRequest(query, variables);
  const kept = useRef<{ readonly key: number; readonly data?: Data }>({ key });
  if (kept.current.key !== key) kept.current = { key };
  if (result.operation?.key === key && result.data)
    kept.current = { key, data: { ...kept.current.data, ...result.data } };
  const again = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask]);
  const { data: _data, ...rest } = result;
  return [kept.current.data ? { ...rest, data: kept.current.data } : rest, again];
}
