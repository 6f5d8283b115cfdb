import type { Plugin } from 'graphql-yoga';
import { bearerOf, type Caller, mayReadReports, readCaller } from '../auth/caller.ts';
import type { VerifyJwt } from '../auth/jwt.ts';
import { reportsPermission } from '../auth/tokens.ts';
import type { Database } from '../database/client.ts';
import { forbidden, unauthenticated } from '../errors.ts';
import { requestRecord } from './request-log.ts';

const callers = new WeakMap<Request, Caller>();

/** The caller of a request that `useAuthentication` has let through. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (!caller) throw unauthenticated();
  return caller;
}

/** Refuses a GraphQL request before its document is even parsed unless it carries a valid token with the permission to read. */
export function useAuthentication(database: Database, verifyJwt: VerifyJwt | undefined): Plugin {
  return {
    onParams: async ({ request }) => {
      const token = bearerOf(request.headers.get('authorization'));
      const caller = await readCaller(database, verifyJwt, token, new Date());
      // To throw, unlike a result, keeps every later plugin from looking at the request.
      if (!caller) throw unauthenticated();
      if (!mayReadReports(caller)) {
        throw forbidden(`The token lacks the permission ${reportsPermission}.`);
      }
      callers.set(request, caller);
      const record = requestRecord();
      if (record) record.account = caller.account.id;
    },
  };
}
