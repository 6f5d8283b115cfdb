export const hoursApart = 48;
const microsApart = BigInt(hoursApart) * 3_600_000_000n;

/** As an interval of PostgreSQL. */
export const intervalApart = `${hoursApart} hours`;

/**
 * When a conversation was created that a thread of it lies apart from: that was created after the thread, or 48 hours before it or
 * earlier. Null of other threads. Most do not lie apart, so that what a period touches of older conversations is soon found:
 * those created in the 48 hours before it, and those of threads apart. Instants are microseconds since 1970.
 */
export function apartFrom(threadCreatedAt: bigint, conversationCreatedAt: bigint): bigint | null {
  const isApart =
    threadCreatedAt < conversationCreatedAt || threadCreatedAt >= conversationCreatedAt + microsApart;
  return isApart ? conversationCreatedAt : null;
}
