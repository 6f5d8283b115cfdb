import type { Period } from '../../period/period.ts';
import type { Context } from '../../reporting/context.ts';
import { loadCount } from '../../reporting/count-loader.ts';
import type { Whole } from '../../reporting/percent.ts';
import type { Scope, Slice } from '../../reporting/slice.ts';
import { type ConversationStats, statsOf } from '../../reporting/stats.ts';

/** The figures of one period of a report, counted when they are asked for. */
export function reportStatsOf(context: Context, scope: Scope, period: Period): ConversationStats {
  return statsOf(period, (measure) => loadCount(context, { scope, period, measure }));
}

/** The touched conversations of the current and the previous period: what the entries of top lists are parts of. */
export async function loadTouched(context: Context, slice: Slice): Promise<Whole> {
  const count = (period: Period): Promise<number> =>
    loadCount(context, { scope: slice, period, measure: 'touched' });
  const [current, previous] = await Promise.all([
    count(slice.period),
    slice.previous && count(slice.previous),
  ]);
  return { current, previous };
}
