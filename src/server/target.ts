import type { IncomingMessage } from 'node:http';

/** What is no host is at least not to lead to another path. */
const hostForm = /^[^\s/?#@\\]+$/;

/**
 * Whether a request names something. All that comes after makes an address of its `Host` and its target, and would fail with
 * those that make none: a `Host` that is no host is taken away, as if the client had sent none.
 */
export function namesTarget({ headers, url = '' }: IncomingMessage): boolean {
  const { host = '' } = headers;
  if (!hostForm.test(host) || !URL.canParse(`http://${host}`)) delete headers.host;
  return URL.canParse(`http://${headers.host ?? 'localhost'}${url}`);
}
