import type { Database } from '../database/client.ts';
import type { Caller } from './caller.ts';

/** What every resolver of one request shares. Loaders hang on it, so nothing outlives the request. */
export interface Context {
  readonly database: Database;
  readonly caller: Caller;
}
