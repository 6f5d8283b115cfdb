import type { Plugin } from 'graphql-yoga';
import { addresseeOf, hookPathOf, receive } from '../connect/hooks/receive.ts';
import type { Database } from '../database/client.ts';
import { readWithin } from './limits/body.ts';

/**
 * Takes what connected sources deliver at `POST /connect/<source>/<key>`. An answer has no body: some sources store it. It is under
 * no limit of traffic, as a source sends from one address whatever happens in it; what has no right key costs one statement, and its
 * body is not read.
 */
export function useWebhooks(database: Database): Plugin {
  return {
    onRequest: async ({ request, url, endResponse, fetchAPI }) => {
      const path = hookPathOf(url.pathname);
      if (!path) return;
      const answer = (status: number, headers: Record<string, string> = {}): void =>
        endResponse(new fetchAPI.Response(null, { status, headers }));
      if (request.method !== 'POST') return answer(405, { allow: 'POST' });
      const receivedAt = Date.now();
      const addressee = await addresseeOf(database, path);
      if (!addressee) return answer(404);
      const most = addressee.source.hooks.mostBytes;
      if (Number(request.headers.get('content-length') ?? 0) > most) return answer(413);
      const body = request.body ? await readWithin(request.body, most) : Buffer.alloc(0);
      if (!body) return answer(413);
      const headers = Object.fromEntries(request.headers);
      answer(await receive(database, addressee, { headers, body, receivedAt }));
    },
  };
}
