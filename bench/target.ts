import pg from 'pg';
import { type Database, openCurrentDatabase } from '../src/database/client.ts';
import type { Prisma } from '../src/database/generated/client.ts';

/** Where the benchmark works: as in the program's own settings. */
export interface Place {
  readonly DATABASE_URL?: string;
  readonly DATA_DIR: string;
}

/** The database as the program opens it, and beside it as hand-written SQL reaches it. */
export interface Target {
  readonly database: Database;
  /** Sends a statement that answers with one row and one column, `answer`. */
  readonly send: (statement: Prisma.Sql) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

// What someone who tunes their SQL would set: compiling costs more than it saves here, and hash tables outgrow the default.
const tuned = '-c jit=off -c work_mem=64MB -c plan_cache_mode=force_custom_plan';

export async function openTarget(place: Place): Promise<Target> {
  const database = await openCurrentDatabase(place);
  return place.DATABASE_URL ? besidePool(database, place.DATABASE_URL) : besideNothing(database);
}

function besidePool(database: Database, connectionString: string): Target {
  const pool = new pg.Pool({ connectionString, options: tuned });
  const names = new Map<string, string>();
  return {
    database,
    send: async ({ text, values }) => {
      const name = names.get(text) ?? `floor ${names.size}`;
      names.set(text, name);
      const { rows } = await pool.query<{ answer: unknown }>({ name, text, values });
      return rows[0]?.answer;
    },
    close: async () => {
      await pool.end();
      await database.close();
    },
  };
}

/** The embedded engine has one connection, and Prisma holds it. */
function besideNothing(database: Database): Target {
  return {
    database,
    send: async (statement) => {
      const [row] = await database.prisma.$queryRaw<{ answer: unknown }[]>(statement);
      return row?.answer;
    },
    close: database.close,
  };
}

/** The limits of a service protect it from just what a benchmark does. */
export const unlimited = {
  RATE_LIMIT_TOKEN: '1000000000',
  RATE_LIMIT_ADDRESS: '1000000000',
  REQUEST_TIMEOUT_MS: '3600000',
};

/** What a process of the program's own needs to know to work at the same place. */
export function environmentOf(place: Place): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return { PATH, NODE_ENV: 'production', ...unlimited, ...place };
}
