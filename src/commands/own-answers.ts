import { readOwner } from '../auth/caller.ts';
import type { OwnAnswer } from '../connect/source.ts';
import type { Database } from '../database/client.ts';
import { Refusal } from '../rest/answer.ts';
import { routeOf } from '../rest/route.ts';
import { UsageError } from '../usage-error.ts';

/** What this deskgraph answers the clients of a source, without a server. Throws a `UsageError` where that is a refusal. */
export function ownAnswersOf(database: Database, accountId: string): OwnAnswer {
  return async (path) => {
    const url = new URL(path, 'http://localhost');
    const caller = await readOwner(database, accountId);
    const route = routeOf(url.pathname, true);
    if (!caller || route?.endpoint?.method !== 'GET') throw new Error(`nothing answers ${url.pathname}`);
    const { endpoint, pathId } = route;
    const asked = { context: { database, caller }, requestId: 'check', url, pathId, origin: '' };
    const { body } = await endpoint.answer(asked).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      throw new UsageError(`deskgraph itself refuses ${url.pathname}: ${error.message}`);
    });
    return JSON.parse(body);
  };
}
