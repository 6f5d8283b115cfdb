import { deltaOf } from '../../answering/comparison.ts';
import type { Context } from '../../auth/context.ts';
import type { ReportMeasure } from '../../counting/count-query.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';
import { loadCount } from '../count-loader.ts';

/** What happened in one period in the conversations of a scope; each figure is counted when it is asked for. */
export interface Activity {
  readonly scope: Scope;
  readonly period: Period;
}

export interface ActivityPair {
  readonly current: Activity;
  readonly previous: Activity;
}

/** Counts one figure of a period. */
export function countActivity(
  context: Context,
  { scope, period }: Activity,
  measure: ReportMeasure,
): Promise<number> {
  return loadCount(context, { scope, period, measure });
}

/** The change of one figure from the previous to the current period, by the rule of `deltaOf`. */
export async function activityDelta(
  context: Context,
  { current, previous }: ActivityPair,
  measure: ReportMeasure,
): Promise<number | null> {
  const [now, before] = await Promise.all(
    [current, previous].map((activity) => countActivity(context, activity, measure)),
  );
  return deltaOf(now ?? 0, before ?? 0);
}
