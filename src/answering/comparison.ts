import type { Context } from '../auth/context.ts';
import type { Scope, Slice } from '../question/slice.ts';
import type { Load } from './loader.ts';

/**
 * Change from previous to current in percent: 0 where both are 0, null where only previous is 0 or where either is null.
 * Source: Help Scout's `deltas`.
 */
export function deltaOf(current: number | null, previous: number | null): number | null {
  if (current === null || previous === null) return null;
  if (previous === 0) return current === 0 ? 0 : null;
  return ((current - previous) / previous) * 100;
}

/** The resolvers of a report's `current`, `previous` and `deltas`: the same read with another period, and their difference. */
export function comparisonOf<S extends Scope, T, Deltas>(
  load: Load<S, T>,
  deltasOf: (current: T, previous: T) => Deltas,
) {
  const current = (slice: S & Slice, _args: object, context: Context): Promise<T> =>
    load(context, slice, slice.period);
  const previous = async (slice: S & Slice, _args: object, context: Context): Promise<T | null> =>
    slice.previous && load(context, slice, slice.previous);
  const deltas = async (slice: S & Slice, _args: object, context: Context): Promise<Deltas | null> => {
    if (!slice.previous) return null;
    const [now, before] = await Promise.all([
      load(context, slice, slice.period),
      load(context, slice, slice.previous),
    ]);
    return deltasOf(now, before);
  };
  return { current, previous, deltas };
}
