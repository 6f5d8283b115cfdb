/** What follows from the counts by the same formula on every side, or is the question itself. */
const derived = new Set(
  `deltas percent previousPercent deltaPercent unansweredPercent unansweredPreviousPercent unansweredDelta
   conversationsPerDay newConversations startDate endDate date viewBy timeZone page pages repliedAt`.split(
    /\s+/,
  ),
);
const tolerance = 1e-9;

/** Throws where two answers to one question differ, floats by more than 1e-9. */
export function assertSame(name: string, one: unknown, other: unknown): void {
  const difference = differenceOf(one, other, '');
  if (difference) throw new Error(`${name}: the answers differ at ${difference}`);
}

/** Where the answers differ and how, or undefined. What is derived is not looked at. */
function differenceOf(one: unknown, other: unknown, path: string): string | undefined {
  if (isRecord(one) && isRecord(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
      (key) => !derived.has(key),
    );
    return firstOf(keys, (key) => differenceOf(one[key], other[key], `${path}.${key}`));
  }
  const isSame = typeof one === 'number' && typeof other === 'number' ? areClose(one, other) : one === other;
  return isSame ? undefined : `${path}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function firstOf<Item>(items: readonly Item[], of: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = of(item);
    if (found) return found;
  }
  return undefined;
}

function areClose(one: number, other: number): boolean {
  return Math.abs(one - other) <= tolerance * Math.max(1, Math.abs(one), Math.abs(other));
}
