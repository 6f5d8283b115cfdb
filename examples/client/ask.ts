import type { TadaDocumentNode } from 'gql.tada';
import { print } from 'graphql';

/** Where a deskgraph answers, such as http://127.0.0.1:4000/graphql, and the token to show there. */
export interface Endpoint {
  readonly url: string;
  readonly token: string;
}

interface Reply<Answer> {
  readonly data?: Answer | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Sends one operation. Throws the first error of the answer, if it has any. */
export async function ask<Answer, Variables>(
  { url, token }: Endpoint,
  operation: TadaDocumentNode<Answer, Variables>,
  variables: Variables,
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query: print(operation), variables }),
  });
  const { data, errors } = (await response.json()) as Reply<Answer>;
  if (errors?.[0] || !data) throw new Error(errors?.[0]?.message ?? `HTTP ${response.status} without data`);
  return data;
}
