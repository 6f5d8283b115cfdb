import pg from 'pg';
import { messageOf } from '../../../message.ts';
import { SetAsideError } from '../../requests/errors.ts';
import type { Time } from '../../time.ts';

const pausesSeconds = [1, 2, 4, 8, 16];

/** A conflict on a replica, a statement that took too long or was cancelled, a server that shuts down, a lost connection. */
const passing = /^(40001|57014|57P0[123]|08|53300)/;

/** Whether the same statement may well succeed a moment later. */
function isPassing(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return passing.test(error.code ?? '');
  // The driver's own complaints: a connection that was refused, reset or lost, or an answer that never came.
  return error instanceof Error && ('syscall' in error || /timeout|terminated|closed/i.test(error.message));
}

/**
 * Does work of a size again where the database was busy or away, each time half as large. Throws a `SetAsideError` after the last
 * try.
 */
export async function withRetries<T>(
  time: Time,
  signal: AbortSignal,
  size: number,
  work: (size: number) => Promise<T>,
): Promise<T> {
  let left = size;
  for (const seconds of pausesSeconds) {
    try {
      return await work(left);
    } catch (error) {
      if (!isPassing(error) || signal.aborted) throw error;
      await time.sleep(seconds * 1000, signal);
      left = Math.max(1, Math.ceil(left / 2));
    }
  }
  return work(left).catch(setAside);
}

/** Throws a `SetAsideError` in place of an error that may have passed a moment later. */
export function setAside(error: unknown): never {
  throw isPassing(error) ? new SetAsideError(`Chatwoot's database: ${messageOf(error)}`) : error;
}
