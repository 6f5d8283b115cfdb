import type { Plugin } from 'graphql-yoga';
import type { Context } from '../auth/context.ts';
import { badRequest } from '../errors.ts';
import { telling } from './parts.ts';

/** In a request: the answer has to be at least as new. In an answer: how new it is at least. */
export const versionHeader = 'deskgraph-version';

const versions = new WeakMap<Request, string>();

/** The version of its account that an answer has to have at least, as a request says. */
export function leastVersionOf(headers: Headers): bigint {
  const given = headers.get(versionHeader) ?? '0';
  if (/^\d{1,19}$/.test(given)) return BigInt(given);
  throw badRequest(
    `The header ${versionHeader} must be a version as extensions.version tells it, such as 42.`,
  );
}

/** Notes the version with which a request is answered. */
export function noteVersion(request: Request, { caller }: Context): void {
  versions.set(request, String(caller.account.version));
}

/** Tells each client how new its answer is, so that the next one, from wherever, is not older. */
export function useVersion(): Plugin {
  return {
    onExecute: ({ args }) => telling(() => ({ version: versions.get(args.contextValue.request) })),
    onResponse: ({ request, response }) => {
      const version = versions.get(request);
      if (version !== undefined) response.headers.set(versionHeader, version);
    },
  };
}
