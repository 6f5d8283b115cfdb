import { Prisma } from '../database/generated/client.ts';

/**
 * The sort keys that put a column of ids in order: those that are decimal integers first, numerically, then the others by
 * code point. None of them is null, so that rows of them can be compared too.
 */
export function idOrder(column: Prisma.Sql): Prisma.Sql {
  const isInteger = Prisma.sql`${column} ~ '^-?[0-9]+$'`;
  return Prisma.sql`not (${isInteger}), case when ${isInteger} then ${column}::numeric else 0 end, ${column} collate "C"`;
}

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
