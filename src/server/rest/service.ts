import { type Caller, hasTokenId, readCaller } from '../../auth/caller.ts';
import type { Context } from '../../auth/context.ts';
import type { Route } from '../../rest/route.ts';
import type { Credentials } from '../../rest/source.ts';
import type { Settings } from '../../settings.ts';
import type { Connection, Traffic } from '../limits/traffic.ts';
import { readContext, type Sources } from '../sources.ts';

/** What answers. */
export interface Service extends Sources {
  readonly settings: Pick<Settings, 'REQUEST_TIMEOUT_MS' | 'REST_FACE' | 'TRUSTED_PROXIES'>;
  readonly traffic: Traffic;
}

/** What is to be answered: a request for a path of a source. */
export interface Call {
  readonly request: Request;
  readonly connection: Connection;
  readonly url: URL;
  readonly route: Route;
  readonly requestId: string;
}

/** Who has these credentials, as the primary knows them; null: nobody. */
export async function callerOf(
  { database, verifyJwt }: Service,
  { token, tokenId }: Credentials,
  now: Date,
): Promise<Caller | null> {
  const caller = await readCaller(database, verifyJwt, token, now);
  return caller && isOf(caller, tokenId) ? caller : null;
}

/** Who has them, and where a request is answered that carries them; null: nobody. */
export async function contextOf(
  service: Service,
  { headers }: Request,
  { token, tokenId }: Credentials,
  now: Date,
): Promise<Context | null> {
  const context = await readContext(service, headers, token, now);
  return context && isOf(context.caller, tokenId) ? context : null;
}

function isOf(caller: Caller, tokenId: string | undefined): boolean {
  return tokenId === undefined || hasTokenId(caller, tokenId);
}
