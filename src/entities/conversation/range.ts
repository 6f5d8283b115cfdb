import { Prisma } from '../../database/generated/client.ts';
import type { DurationRange } from './rows.ts';

/** The conditions that a time in seconds is known and lies in a range; none where no range is asked for. */
export function ofRange(seconds: Prisma.Sql, range: DurationRange | null | undefined): Prisma.Sql[] {
  if (!range) return [];
  const conditions = [Prisma.sql`${seconds} is not null`];
  if (range.from != null) conditions.push(Prisma.sql`${seconds} >= ${range.from}::bigint`);
  if (range.to != null) conditions.push(Prisma.sql`${seconds} < ${range.to}::bigint`);
  return conditions;
}
