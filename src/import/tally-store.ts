import { z } from 'zod';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';
import type { Tally } from './tally.ts';

/** How many records all imports that came to their end have imported or rejected, of one type. */
const totalRow = z.object({ type: z.string(), outcome: z.string(), records: z.number() });

/** Goes through all accounts; only the operator is told what it finds. */
export const selectImportTotals = Prisma.sql`
  select record_type as type, outcome, sum(records)::float8 as records
  from import_tallies group by record_type, outcome order by record_type, outcome`;

/** Adds what became of an import's records to what became of those before, for the server's metrics. */
export async function storeTally({ prisma }: Database, accountId: string, tally: Tally): Promise<void> {
  const counts = [
    ...[...tally.imported].map(([type, records]) => ({ type, outcome: 'imported', records })),
    ...[...tally.rejected].map(([type, records]) => ({ type, outcome: 'rejected', records })),
  ];
  await prisma.$executeRaw`
    insert into import_tallies (account_key, record_type, outcome, records)
    select a.key, n.type, n.outcome, n.records
    from accounts a
    cross join unnest(
      ${counts.map(({ type }) => type)}::text[], ${counts.map(({ outcome }) => outcome)}::text[],
      ${counts.map(({ records }) => records)}::bigint[]
    ) as n (type, outcome, records)
    where a.id = ${accountId}
    on conflict (account_key, record_type, outcome) do update
      set records = import_tallies.records + excluded.records`;
}

export function readImportTotals(database: Database): Promise<z.infer<typeof totalRow>[]> {
  return readRows(database, selectImportTotals, totalRow);
}
