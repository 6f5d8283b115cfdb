/**
 * Two ways of computing the same number may differ within 1e-9; for Vitest's `expect.addEqualityTesters`, by which other test files of a
 * process compare as well.
 */
export function areClose(one: unknown, other: unknown): boolean | undefined {
  if (typeof one !== 'number' || typeof other !== 'number') return undefined;
  if (!Number.isFinite(one) || !Number.isFinite(other)) return undefined;
  if (Number.isInteger(one) && Number.isInteger(other)) return one === other;
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other));
}
