import type { Database } from '../../src/database/client.ts';
import { appOf } from './app.ts';

/** An answer of the REST face as it was sent. */
interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends one request to the app. */
export type Send = (path: string, init?: RequestInit) => Promise<RestAnswer>;

/** A client of the whole service over a test's database that sends these headers with every request. */
export function senderOf(
  database: Database,
  headers: Record<string, string> = {},
  environment: NodeJS.ProcessEnv = {},
): Send {
  const app = appOf(database, environment);
  return async (path, init = {}) => {
    const response = await app.fetch(`http://deskgraph.test${path}`, {
      ...init,
      headers: { ...headers, ...(init.headers as Record<string, string>) },
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
}

/** A path with a query; names may be given more than once. */
export function at(path: string, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  return search ? `${path}?${search}` : path;
}
