import { Client, fetchExchange, mapExchange } from 'urql';
import { hasCode } from '../parts/failure.ts';

/** Asks deskgraph with a token, and tells when that is not taken any more. */
export function createClient(token: string, onRefused: () => void): Client {
  return new Client({
    url: 'graphql',
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    exchanges: [
      mapExchange({
        onResult: ({ error }) => {
          if (error && hasCode(error, 'UNAUTHENTICATED')) onRefused();
        },
      }),
      fetchExchange,
    ],
  });
}
