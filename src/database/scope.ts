import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import { SpanKind, type SpanOptions } from '@opentelemetry/api';
import type { PrismaPg } from '@prisma/adapter-pg';
import type { PrismaPGlite } from 'pglite-prisma-adapter';
import { AwayError } from '../away-error.ts';
import { withInnerSpan } from '../trace.ts';
import { toAway } from './away.ts';
import type { Turns, Waiter } from './turns.ts';

/** What the statements of one request have in common. */
export interface StatementScope extends Waiter {
  /** Aborted when nobody waits for the answers any more: statements under way are given up, later ones are not sent. */
  readonly signal: AbortSignal;
  /** How many have been asked for. */
  statements: number;
}

const current = new AsyncLocalStorage<StatementScope>();

/**
 * Runs work whose statements, however deep they are issued, are counted together and given up with the signal. They share their
 * turns with all that has the same sharer.
 */
export function withinScope<T>(signal: AbortSignal, work: () => T, sharer = 'the server'): T {
  // Each statement listens while it is under way, and any number of them is at once: more than ten are no leak.
  setMaxListeners(0, signal);
  return current.run({ signal, sharer, statements: 0 }, work);
}

/** The scope of the request under way; undefined outside of one, as in an import. */
export function currentScope(): StatementScope | undefined {
  return current.getStore();
}

/**
 * The adapter, counting the reads of each request, ending them with it, and failing with `AwayError` where that is the matter.
 * They have their turns by sharer: however many one of them asks for, others get theirs.
 */
export function scoped(factory: PrismaPg | PrismaPGlite, turns: Turns): PrismaPg | PrismaPGlite {
  const connect = factory.connect.bind(factory);
  return Object.assign(factory, {
    connect: async () => {
      const adapter = await connect();
      const queryRaw = adapter.queryRaw.bind(adapter);
      const read: typeof queryRaw = (query) =>
        withInnerSpan('sql', statementSpan(query.sql), () => readWithinScope(() => queryRaw(query), turns));
      return Object.assign(adapter, { queryRaw: read });
    },
  });
}

// The text of a statement holds no values: they are bound.
function statementSpan(sql: string): SpanOptions {
  return { kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'postgresql', 'db.query.text': sql } };
}

async function readWithinScope<T>(read: () => Promise<T>, turns: Turns): Promise<T> {
  const scope = currentScope();
  try {
    if (!scope) return await read();
    scope.statements += 1;
    return await unlessGivenUp(() => turns.run(scope, read));
  } catch (error) {
    throw toAway(error);
  }
}

/** Starts work, and rejects as soon as the request under way is given up, whether the work ends or not. */
export function unlessGivenUp<T>(work: () => Promise<T>): Promise<T> {
  const signal = currentScope()?.signal;
  if (!signal) return work();
  return new Promise((resolve, reject) => {
    const abandon = (): void => reject(new AwayError('the request was given up'));
    if (signal.aborted) return abandon();
    signal.addEventListener('abort', abandon, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abandon));
  });
}
