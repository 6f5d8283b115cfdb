import type { Context } from '../auth/context.ts';
import type { Period } from '../period/period.ts';
import type { Scope, Slice } from '../question/slice.ts';

/** Something in the period asked for and in the one compared with. */
export interface Pair<T> {
  readonly current: T;
  readonly previous: T;
}

/**
 * Change from previous to current in percent: 0 where both are 0, null where only previous is 0 or where either is null.
 * Source: Help Scout's `deltas`.
 */
export function deltaOf(current: number | null, previous: number | null): number | null {
  if (current === null || previous === null) return null;
  if (previous === 0) return current === 0 ? 0 : null;
  return ((current - previous) / previous) * 100;
}

/** Both of them, of which each figure is counted when it is asked for. */
export const pairOf = <T>(current: T, previous: T): Pair<T> => ({ current, previous });

/** A figure of both, each counted when it is asked for. */
export function ofBoth<T, Figure>(
  { current, previous }: Pair<T>,
  figureOf: (of: T) => Promise<Figure>,
): Promise<[Figure, Figure]> {
  return Promise.all([figureOf(current), figureOf(previous)]);
}

/** What makes the fields `current`, `previous` and `deltas` of a report: the same read with another period, and their difference. */
export function comparisonOf<S extends Scope, T, Deltas>(
  load: (context: Context, scope: S, period: Period) => Promise<T> | T,
  deltasOf: (current: T, previous: T) => Deltas,
) {
  return {
    current: {
      description: 'The period asked for.',
      resolve: (slice: S & Slice, _args: object, context: Context) => load(context, slice, slice.period),
    },
    previous: {
      nullable: true as const,
      description: 'The same for the period compared with; null unless a comparison was asked for.',
      resolve: async (slice: S & Slice, _args: object, context: Context) =>
        slice.previous && load(context, slice, slice.previous),
    },
    deltas: {
      nullable: true as const,
      description: 'Change from previous to current; null without a comparison.',
      resolve: async (slice: S & Slice, _args: object, context: Context) => {
        if (!slice.previous) return null;
        return deltasOf(
          ...(await Promise.all([load(context, slice, slice.period), load(context, slice, slice.previous)])),
        );
      },
    },
  };
}
