import type { Plugin } from 'graphql-yoga';
import type { Database } from '../database/client.ts';
import { withinScope } from '../database/scope.ts';

/** A database that takes longer to say that it is there is not ready for questions either. */
const readyMilliseconds = 3000;

/** `/health/live` answers while the process does; `/health/ready` while the database does too, until the process is told to stop. */
export function useHealth(database: Database, stopping: AbortSignal | undefined): Plugin {
  return {
    onRequest: async ({ url, endResponse, fetchAPI }) => {
      if (url.pathname === '/health/live') endResponse(fetchAPI.Response.json({ status: 'live' }));
      if (url.pathname !== '/health/ready') return;
      const refuse = (status: string): void =>
        endResponse(fetchAPI.Response.json({ status }, { status: 503 }));
      if (stopping?.aborted) return refuse('stopping');
      const ready = await withinScope(AbortSignal.timeout(readyMilliseconds), async () =>
        database.probe.$queryRaw`select 1`.then(
          () => true,
          () => false,
        ),
      );
      if (!ready) return refuse('the database does not answer');
      endResponse(fetchAPI.Response.json({ status: 'ready' }));
    },
  };
}
