import { createHash } from 'node:crypto';
import { tokenOf } from '../token-of.ts';

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
