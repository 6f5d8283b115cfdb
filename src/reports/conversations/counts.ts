import type { Whole } from '../../answering/percent.ts';
import { type ConversationStats, statsOf } from '../../answering/stats.ts';
import type { Context } from '../../auth/context.ts';
import type { Period } from '../../period/period.ts';
import type { Scope, Slice } from '../../question/slice.ts';
import { loadCount } from '../count-loader.ts';

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
