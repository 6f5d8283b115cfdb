import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { getOperationAST } from 'graphql';
import type { Plugin, YogaLogger } from 'graphql-yoga';
import type { Logger } from 'pino';
import { toLoggable } from './loggable.ts';
import { onceAnswered } from './parts.ts';
import { shownPath } from './shown-path.ts';

/** What the log line of a request says; filled in while the request is under way. */
interface RequestRecord {
  readonly id: string;
  readonly log: Logger;
  readonly startedAt: number;
  /** The name that a client has given to its operation. */
  operation?: string | undefined;
  /** The endpoint of a source that was asked instead. */
  endpoint?: string;
  account?: string;
  isAwayLogged?: boolean;
}

const current = new AsyncLocalStorage<RequestRecord>();
const safeId = /^[\w.-]{1,64}$/;

/** Names of operations are as long as a client likes; the log, metrics and traces hold so much of them. */
const nameCharacters = 64;

/** The record of the request under way; undefined outside of one. */
export function requestRecord(): RequestRecord | undefined {
  return current.getStore();
}

/** Gives every request an id (the caller's `X-Request-Id` where it is harmless), returns it, and logs a line when it is done. */
export function useRequestLog(logger: Logger): Plugin {
  return {
    instrumentation: {
      request: ({ request }, handle) => {
        const given = request.headers.get('x-request-id') ?? '';
        const id = safeId.test(given) ? given : randomUUID();
        return current.run(
          { id, log: logger.child({ requestId: id }), startedAt: performance.now() },
          handle,
        );
      },
    },
    onExecute: ({ args: { document, operationName } }) => {
      const record = current.getStore();
      if (record)
        record.operation = getOperationAST(document, operationName)?.name?.value.slice(0, nameCharacters);
    },
    onResponse: ({ request, response }) => {
      const record = current.getStore();
      if (!record) return;
      response.headers.set('x-request-id', record.id);
      const { method, url } = request;
      const { status } = response;
      onceAnswered(request, () =>
        record.log.info(
          {
            method,
            path: shownPath(new URL(url).pathname),
            status,
            operation: record.endpoint ?? record.operation,
            account: record.account,
            milliseconds: Math.round(performance.now() - record.startedAt),
          },
          'request',
        ),
      );
    },
  };
}

/** Yoga's own messages, under the id of the request that they belong to. What it calls an error `maskError` has told of already. */
export function yogaLogger(logger: Logger): YogaLogger {
  const at =
    (level: 'debug' | 'warn') =>
    (...details: unknown[]): void =>
      (current.getStore()?.log ?? logger)[level]({ details: details.map(toLoggable) }, 'server');
  return { debug: at('debug'), info: at('debug'), warn: at('warn'), error: at('debug') };
}
