const microsApart = 48n * 3_600_000_000n;

/** As an interval of PostgreSQL. */
export const intervalApart = '48 hours';

/**
 * Whether a thread lies apart from its conversation: was created before it, or 48 hours after it or later. Most do not, so that
 * what a period touches of older conversations is soon found: all threads of its first 48 hours, and those apart after that.
 * Instants are microseconds since 1970.
 */
export function isApart(threadCreatedAt: bigint, conversationCreatedAt: bigint): boolean {
  return threadCreatedAt < conversationCreatedAt || threadCreatedAt >= conversationCreatedAt + microsApart;
}
