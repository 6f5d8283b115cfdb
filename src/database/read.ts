import type { z } from 'zod';
import type { Database } from './client.ts';
import { Prisma } from './generated/client.ts';

/** Sends one statement and parses each of its rows once. A row that does not fit the schema is a defect and throws. */
export async function readRows<T>(
  database: Database,
  statement: Prisma.Sql,
  row: z.ZodType<T>,
): Promise<T[]> {
  const rows = await database.read(statement);
  return rows.map((raw) => row.parse(raw));
}

/** An instant as the microseconds since 1970: a driver's `Date` would lose the last three digits. */
export function microsOf(instant: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(extract(epoch from ${instant}) * 1000000)::bigint`;
}
