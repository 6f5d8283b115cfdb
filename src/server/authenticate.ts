import type { Plugin } from 'graphql-yoga';
import { bearerOf, mayReadReports } from '../auth/caller.ts';
import type { Context } from '../auth/context.ts';
import { reportsPermission } from '../auth/tokens.ts';
import { forbidden, unauthenticated } from '../errors.ts';
import { requestRecord } from './request-log.ts';
import { readContext, type Sources } from './sources.ts';

const contexts = new WeakMap<Request, Context>();

/** The caller of a request that `useAuthentication` has let through, and where it is answered. */
export function contextOf(request: Request): Context {
  const context = contexts.get(request);
  if (!context) throw unauthenticated();
  return context;
}

/** Refuses a GraphQL request before its document is even parsed unless it carries a valid token with the permission to read. */
export function useAuthentication(sources: Sources): Plugin {
  return {
    onParams: async ({ request }) => {
      const token = bearerOf(request.headers.get('authorization'));
      const context = await readContext(sources, request.headers, token, new Date());
      // To throw, unlike a result, keeps every later plugin from looking at the request.
      if (!context) throw unauthenticated();
      if (!mayReadReports(context.caller)) {
        throw forbidden(`The token lacks the permission ${reportsPermission}.`);
      }
      contexts.set(request, context);
      const record = requestRecord();
      if (record) record.account = context.caller.account.id;
    },
  };
}
