import { type Caller, hasTokenId, readCaller } from '../../auth/caller.ts';
import type { VerifyJwt } from '../../auth/jwt.ts';
import type { Database } from '../../database/client.ts';
import type { Route } from '../../rest/route.ts';
import type { Credentials } from '../../rest/source.ts';
import type { Settings } from '../../settings.ts';
import type { Connection, Traffic } from '../limits/traffic.ts';

/** What answers. */
export interface Service {
  readonly database: Database;
  readonly settings: Pick<Settings, 'REQUEST_TIMEOUT_MS' | 'REST_FACE' | 'TRUSTED_PROXIES'>;
  readonly traffic: Traffic;
  readonly verifyJwt: VerifyJwt | undefined;
}

/** What is to be answered: a request for a path of a source. */
export interface Call {
  readonly request: Request;
  readonly connection: Connection;
  readonly url: URL;
  readonly route: Route;
  readonly requestId: string;
}

/** Who has these credentials; null: nobody. */
export async function callerOf(
  { database, verifyJwt }: Service,
  { token, tokenId }: Credentials,
  now: Date,
): Promise<Caller | null> {
  const caller = await readCaller(database, verifyJwt, token, now);
  return caller && (tokenId === undefined || hasTokenId(caller, tokenId)) ? caller : null;
}
