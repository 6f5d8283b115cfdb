import { valueKey } from '../answering/value-key.ts';
import { type Bearer, bearerBehind, type Caller, readBearer } from '../auth/caller.ts';
import type { Context } from '../auth/context.ts';
import type { VerifyJwt } from '../auth/jwt.ts';
import type { Database } from '../database/client.ts';
import { readOn } from '../database/read-on.ts';
import type { Replicas } from '../database/replicas.ts';
import { shareReads } from '../database/shared-reads.ts';
import { toLoggable } from './loggable.ts';
import { requestRecord } from './request-log.ts';
import { leastVersionOf } from './version.ts';

/** What requests are answered from. */
export interface Sources {
  readonly database: Database;
  /** Undefined: everything is read from the database itself. */
  readonly replicas: Replicas | undefined;
  readonly verifyJwt: VerifyJwt | undefined;
}

/**
 * Who sends a request with a token, and where that is answered; null: nobody. Whether the token holds is asked the primary. All the
 * rest is read on a replica, the account too, so that an answer is of one state: unless the replica knows the token not yet, or not yet
 * the version that the client has seen.
 */
export async function readContext(
  { database, replicas, verifyJwt }: Sources,
  headers: Headers,
  token: string,
  now: Date,
): Promise<Context | null> {
  const least = leastVersionOf(headers);
  const bearer = await bearerBehind(verifyJwt, token, now);
  if (!bearer) return null;
  const replica = replicas?.choose();
  const [caller, there] = await Promise.all([
    readShared(database, bearer),
    replica && readShared(replica.database, bearer).catch(replica.blame),
  ]);
  if (!caller) return null;
  const isThere = replica && there && there.account.version >= least;
  replicas?.count(isThere ? replica.name : 'primary');
  if (!isThere) return { database, caller };
  const tell = (error: unknown): void =>
    requestRecord()?.log.warn(
      { replica: replica.name, error: toLoggable(error) },
      'read on the primary: the replica failed',
    );
  return { database: readOn(replica, database, tell), caller: there };
}

const share = shareReads<Caller | null>();

/** Whom a database knows by a token when that is read, which may be later than it was asked for. */
function readShared(database: Database, bearer: Bearer): Promise<Caller | null> {
  return share(database, valueKey(bearer), () => readBearer(database, bearer, new Date()));
}
