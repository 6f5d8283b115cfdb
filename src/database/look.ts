import { z } from 'zod';
import { AwayError } from '../away-error.ts';
import type { Database } from './client.ts';
import { Prisma } from './generated/client.ts';
import { missingMigrations } from './migrate.ts';
import { withinScope } from './scope.ts';

/** A server that takes longer to say where it is will not answer reports either. */
const lookMilliseconds = 3000;

const primaryRow = z.object({ position: z.bigint(), tables: z.string() });

/** Where the primary is in its log, in bytes, and what tells its tables from all others. */
export type PrimaryLook = z.infer<typeof primaryRow>;

const replicaRow = primaryRow.extend({
  isReplica: z.boolean(),
  /** How much of the log of the primary it has replayed; null where it has none. */
  position: z.bigint().nullable(),
  startedAt: z.string(),
});

export type ReplicaLook = z.infer<typeof replicaRow>;

// A replica has the very files of the primary: its tables have the same numbers.
const tables = Prisma.sql`concat_ws(
    '/', (select system_identifier from pg_control_system()),
    (select oid from pg_database where datname = current_database()), to_regclass('accounts')::oid
  ) as tables`;

const selectPrimary = Prisma.sql`select (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint as position, ${tables}`;

const selectReplica = Prisma.sql`
  select pg_is_in_recovery() as "isReplica", (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint as position,
  pg_postmaster_start_time()::text as "startedAt", ${tables}`;

export function lookAtPrimary({ probe }: Database): Promise<PrimaryLook> {
  return ask(probe, selectPrimary, primaryRow);
}

export function lookAtReplica({ probe }: Database): Promise<ReplicaLook> {
  return ask(probe, selectReplica, replicaRow);
}

/** How many migrations a database lacks. */
export async function lacking({ probe }: Database): Promise<number> {
  const query = async (sql: string) => ({ rows: await probe.$queryRawUnsafe<unknown[]>(sql) });
  return (await inTime(() => missingMigrations({ query }))).length;
}

async function ask<Row>(probe: Database['probe'], statement: Prisma.Sql, row: z.ZodType<Row>): Promise<Row> {
  // Prisma sends nothing before somebody waits for it, which has to be within the scope.
  const rows = await inTime(async () => await probe.$queryRaw(statement));
  return z.tuple([row]).parse(rows)[0];
}

async function inTime<T>(work: () => Promise<T>): Promise<T> {
  const deadline = AbortSignal.timeout(lookMilliseconds);
  try {
    return await withinScope(deadline, work);
  } catch (error) {
    throw deadline.aborted ? new AwayError(`no answer within ${lookMilliseconds} ms`) : error;
  }
}
