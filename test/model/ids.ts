/** The order of ids: decimal integers first, numerically; then the others by code point. */
export function compareIds(one: string, other: string): number {
  const [left, right] = [integerOf(one), integerOf(other)];
  if (left !== null && right !== null && left !== right) return left < right ? -1 : 1;
  if ((left === null) !== (right === null)) return left === null ? 1 : -1;
  // UTF-8 keeps the order of code points.
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function integerOf(id: string): bigint | null {
  return /^-?[0-9]+$/.test(id) ? BigInt(id) : null;
}
