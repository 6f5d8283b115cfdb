import { AccessError, RoundOverError } from './requests/errors.ts';
import type { Task, Work } from './source.ts';
import type { Surroundings } from './surroundings.ts';

/** A task that failed is tried again after so long, however rare it is. */
const retryMilliseconds = 60_000;

/** When tasks that failed are tried again, by name. */
export type Retries = Map<string, number>;

/**
 * Does what is due, in the order of the tasks. One that fails keeps none of the others from being done, unless the source lets
 * nobody in. What is marked is fetched after each. Returns the errors.
 */
export async function runDue(
  { state, tasks, save }: Work,
  hooksArrive: boolean,
  retries: Retries,
  { time, signal, between }: Pick<Surroundings, 'time' | 'signal' | 'between'>,
): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const task of tasks) {
    const now = time.now();
    if (now < dueAt(task, state.ranAt, hooksArrive, retries)) continue;
    try {
      await task.run();
      retries.delete(task.name);
      state.ranAt[task.name] = now;
      await save();
    } catch (error) {
      if (endsWork(error, signal)) throw error;
      retries.set(task.name, time.now() + retryMilliseconds);
      errors.push(error);
    }
    await between?.();
  }
  return errors;
}

/** Whether an error is about more than what failed with it. */
export function endsWork(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || error instanceof AccessError || error instanceof RoundOverError;
}

function dueAt(
  { name, every }: Task,
  ranAt: Readonly<Record<string, number>>,
  hooksArrive: boolean,
  retries: Retries,
): number {
  const last = ranAt[name];
  return retries.get(name) ?? (last === undefined ? 0 : last + every(hooksArrive));
}
