import { z } from 'zod';
import { AwayError } from '../away-error.ts';
import { messageOf } from '../message.ts';
import { type Database, openReplica } from './client.ts';
import { Prisma } from './generated/client.ts';
import { missingMigrations } from './migrate.ts';
import type { ConnectionLimits } from './pool.ts';
import type { createPositions } from './positions.ts';
import { withinScope } from './scope.ts';

/** A server that takes longer to say where it is will not answer reports either. */
const lookMilliseconds = 3000;

const identity = Prisma.sql`concat_ws(
  '/', (select system_identifier from pg_control_system()),
  (select oid from pg_database where datname = current_database()), to_regclass('accounts')::oid
) as identity`;

const primaryRow = z.object({ position: z.bigint(), identity: z.string() });
const replicaRow = z.object({
  isReplica: z.boolean(),
  position: z.bigint().nullable(),
  identity: z.string(),
  startedAt: z.string(),
});

type Primary = z.infer<typeof primaryRow>;

/** A replica of the database, and what is known of it. */
export interface Replica {
  readonly name: string;
  readonly database: Database;
  /** Why it is left out; null: it is in use. */
  readonly trouble: () => string | null;
  /** How many milliseconds old its rows are. */
  readonly age: () => number;
  /** How many statements are under way there, or wait. */
  readonly load: () => number;
  /** Leaves it out until it is looked at again, where a failure says that it is away. */
  readonly blame: (error: unknown) => void;
  /** Looks at it, and takes it in or leaves it out. */
  readonly look: (primary: Primary | null) => Promise<void>;
}

/** Where the primary is in its log, and what tells its tables from others; null where it does not say so. */
export async function lookAtPrimary({ probe }: Database): Promise<Primary | null> {
  const statement = Prisma.sql`select (pg_current_wal_lsn() - '0/0'::pg_lsn)::bigint as position, ${identity}`;
  return ask(probe, statement, primaryRow).catch(() => null);
}

/** Opens a replica, which is left out until it was looked at. `onChange` is told when it is left out, and why, or taken in. */
export function createReplica(
  url: string,
  limits: ConnectionLimits,
  { positions, mostMilliseconds, onChange }: Watching,
): Replica {
  const database = openReplica(url, limits);
  const { pool, waiting, probe } = database;
  const name = database.readBy() ?? '';
  let trouble: string | null = 'it has not been looked at';
  let age = Number.POSITIVE_INFINITY;
  let position = 0n;
  let isTold = false;
  /** When the server was started that went on where the primary never was; until another start it stays apart. */
  let partedSince: string | undefined;

  const set = (found: string | null): void => {
    const hasChanged = (found === null) !== (trouble === null) || !isTold;
    trouble = found;
    isTold = true;
    if (hasChanged) onChange(name, found);
  };
  const troubleNow = async (primary: Primary | null): Promise<string | null> => {
    const { startedAt, ...row } = await ask(probe, selectReplica, replicaRow);
    if (!row.isReplica || row.position === null) return 'it is no replica any more, or none yet';
    if (primary && row.identity !== primary.identity)
      return 'it is a replica of another database, or has no such tables yet';
    // The primary was asked after the replica had said so.
    if (primary && position > primary.position) partedSince = startedAt;
    position = row.position;
    if (partedSince === startedAt) return 'it has gone on where the primary never was';
    age = positions.ageAt(position, performance.now());
    if (age > mostMilliseconds) return behind(age);
    return trouble === null ? null : missing(probe);
  };
  return {
    name,
    database,
    trouble: () => trouble,
    age: () => age,
    load: () => pool.totalCount - pool.idleCount + pool.waitingCount + waiting(),
    blame: (error) => {
      if (error instanceof AwayError) set(messageOf(error));
    },
    look: async (primary) => {
      const found = await troubleNow(primary).catch((error: unknown) => {
        age = Number.POSITIVE_INFINITY;
        // What waits for it would wait for long: a host that has vanished refuses nothing.
        pool.giveUp(true);
        return messageOf(error);
      });
      if (found === null) pool.giveUp(false);
      set(found);
    },
  };
}

/** What all replicas of a database have in common. */
export interface Watching {
  readonly positions: ReturnType<typeof createPositions>;
  /** One whose rows are older is left out. */
  readonly mostMilliseconds: number;
  readonly onChange: (replica: string, trouble: string | null) => void;
}

const selectReplica = Prisma.sql`
  select pg_is_in_recovery() as "isReplica", (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint as position,
    pg_postmaster_start_time()::text as "startedAt", ${identity}`;

async function ask<Row>(probe: Database['probe'], statement: Prisma.Sql, row: z.ZodType<Row>): Promise<Row> {
  const deadline = AbortSignal.timeout(lookMilliseconds);
  // Prisma sends nothing before somebody waits for it, which has to be within the scope.
  const look = async () => await probe.$queryRaw(statement);
  const rows = await withinScope(deadline, look).catch((error: unknown) => {
    throw deadline.aborted ? new AwayError(`no answer within ${lookMilliseconds} ms`) : error;
  });
  return z.tuple([row]).parse(rows)[0];
}

function behind(age: number): string {
  return age === Number.POSITIVE_INFINITY
    ? 'it is not known how old its rows are'
    : `its rows are ${Math.round(age)} ms old`;
}

async function missing(probe: Database['probe']): Promise<string | null> {
  const query = async (sql: string): Promise<{ rows: unknown[] }> => ({
    rows: await probe.$queryRawUnsafe<unknown[]>(sql),
  });
  const { length } = await missingMigrations({ query });
  return length === 0 ? null : `it lacks ${length} migration(s)`;
}
