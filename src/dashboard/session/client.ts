import { Client, fetchExchange, mapExchange } from 'urql';
import { hasCode } from '../parts/failure.ts';

/**
 * Asks deskgraph with a token, and tells when that is not taken any more. Where deskgraph reads on replicas, an answer says how new it
 * is: none that comes later is older, whichever replica is asked.
 */
export function createClient(token: string, onRefused: () => void): Client {
  let newest = 0n;
  return new Client({
    url: 'graphql',
    preferGetMethod: false,
    requestPolicy: 'network-only',
    fetchOptions: () => ({
      headers: {
        authorization: `Bearer ${token}`,
        ...(newest > 0n && { 'deskgraph-version': String(newest) }),
      },
    }),
    exchanges: [
      mapExchange({
        onResult: ({ error, extensions }) => {
          const version = BigInt(extensions?.['version'] ?? 0);
          if (version > newest) newest = version;
          if (error && hasCode(error, 'UNAUTHENTICATED')) onRefused();
        },
      }),
      fetchExchange,
    ],
  });
}
