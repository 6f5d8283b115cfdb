const plainHost = /^[A-Za-z0-9.:-]+$/;

/**
 * Scheme and host under which the client of a request knows the server; empty where its `Host` is nothing to build an address
 * from. Only a trusted proxy can tell that the client speaks TLS.
 */
export function originOf({ headers }: Request, trustedProxies: number): string {
  const host = headers.get('host') ?? '';
  if (!plainHost.test(host)) return '';
  const told = headers.get('x-forwarded-proto')?.split(',') ?? [];
  const proto = trustedProxies > 0 ? told[Math.max(0, told.length - trustedProxies)] : undefined;
  return `${proto?.trim().toLowerCase() === 'https' ? 'https' : 'http'}://${host}`;
}
