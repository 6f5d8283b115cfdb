/** Sorts texts by code point, as the specification and PostgreSQL's collation "C" do. */
export function compareCodePoints(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; ) {
    const left = one.codePointAt(index) ?? 0;
    const right = other.codePointAt(index) ?? 0;
    if (left !== right) return left - right;
    index += left > 0xffff ? 2 : 1;
  }
  return one.length - other.length;
}
