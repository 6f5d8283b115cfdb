import pg from 'pg';
import type { Prisma } from '../../../database/generated/client.ts';
import { connectEither, type Server } from '../../../database/server.ts';
import { AccessError } from '../../requests/errors.ts';

const connectMilliseconds = 10_000;

/** A server that has gone without a word; the role's own limit for a statement is shorter. */
const answerMilliseconds = 120_000;

/** Asks Chatwoot's database for rows, which the caller parses. */
export type Ask = (statement: Prisma.Sql) => Promise<unknown[]>;

/** Chatwoot's own database, which nothing is ever written to. */
export interface Reader {
  /** Runs statements that all see the database as it is at the first of them. */
  readonly snapshot: <T>(work: (ask: Ask) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

// A statement reads a thousand conversations by indexes: compiling it would take longer.
const begin = 'begin isolation level repeatable read read only; set local jit = off';

/** Ids are far below 2⁵³, of any integer type: each is a number. */
const getTypeParser = ((type: number, format: 'text') =>
  type === pg.types.builtins.INT8
    ? Number
    : pg.types.getTypeParser(type, format)) as typeof pg.types.getTypeParser;

/** The role, its password, the database or a right of the role is another than it should be. */
const refusals = /^(28|3D000|42501)/;

/** An error that says that nobody is let in, where that is what it is about. */
function refusalOf(error: unknown): unknown {
  const isRefusal = error instanceof pg.DatabaseError && refusals.test(error.code ?? '');
  return isRefusal ? new AccessError(`Chatwoot's database: ${error.message}`) : error;
}

/** Opens no connection yet. A lost one is replaced when it is needed. */
export function createReader(server: Server): Reader {
  const pool = new pg.Pool({
    ...server.config,
    max: 1,
    // What is idle is closed after some seconds, and keeps no command from ending.
    allowExitOnIdle: true,
    idleTimeoutMillis: 30_000,
    application_name: 'deskgraph',
    connectionTimeoutMillis: connectMilliseconds,
    query_timeout: answerMilliseconds,
    keepAlive: true,
    types: { getTypeParser },
  });
  pool.on('error', () => {});
  const connect = (): Promise<pg.PoolClient> =>
    connectEither(server, (way) => {
      pool.options.ssl = way;
      return pool.connect();
    }).catch((error: unknown) => {
      throw refusalOf(error);
    });
  return {
    snapshot: async (work) => {
      const client = await connect();
      // The statement under way tells of a connection that is lost.
      const ignore = (): void => {};
      client.on('error', ignore);
      let isBroken = true;
      try {
        await client.query(begin);
        const result = await work(async ({ text, values }) => (await client.query(text, values)).rows);
        await client.query('commit');
        isBroken = false;
        return result;
      } catch (error) {
        throw refusalOf(error);
      } finally {
        client.off('error', ignore);
        client.release(isBroken);
      }
    },
    close: () => pool.end(),
  };
}
