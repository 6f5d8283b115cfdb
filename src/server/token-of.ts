import { bearerOf } from '../auth/caller.ts';
import { routeOf } from '../rest/route.ts';

/** The token that a request brings, in the header that its path has for it; empty where it brings none. */
export function tokenOf({ url, headers }: Request): string {
  const route = routeOf(new URL(url).pathname, true);
  if (!route) return bearerOf(headers.get('authorization'));
  return route.source.credentialsOf(headers)?.token ?? '';
}
