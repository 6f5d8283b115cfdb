import { createHash } from 'node:crypto';
import { bearerOf } from '../../auth/caller.ts';
import { routeOf } from '../../rest/route.ts';

/** The token that a request brings, in the header that its path has for it; empty where it brings none. */
function tokenOf({ url, headers }: Request): string {
  const route = routeOf(new URL(url).pathname, true);
  if (!route) return bearerOf(headers.get('authorization'));
  return route.source.credentialsOf(headers)?.token ?? '';
}

const sharers = new WeakMap<Request, string>();

/** With whom a request shares what everybody has a part of: with the requests of the same token. Empty where it brings none. */
export function sharerOf(request: Request): string {
  const known = sharers.get(request);
  if (known !== undefined) return known;
  const token = tokenOf(request);
  const sharer = token && createHash('sha256').update(token).digest('base64');
  sharers.set(request, sharer);
  return sharer;
}
