/**
 * The address that a request comes from. Each trusted proxy appends the address that it was asked from to
 * `X-Forwarded-For`; what stands before those may be made up.
 */
export function addressOf(
  socketAddress: string,
  forwardedFor: string | null,
  trustedProxies: number,
): string {
  const hops = [...(forwardedFor?.split(',') ?? []), socketAddress];
  return (hops[Math.max(0, hops.length - 1 - trustedProxies)] ?? socketAddress).trim();
}
