import type { Period } from '../../period/period.ts';
import type { Context } from '../../reporting/context.ts';
import { groupBy } from '../../reporting/group.ts';
import { groupLoader } from '../../reporting/loader.ts';
import type { Whole } from '../../reporting/percent.ts';
import { type Scope, type Slice, toScope } from '../../reporting/slice.ts';
import { type ConversationStats, statsOf } from '../../reporting/stats.ts';
import { type ReportMeasure, readCounts } from './counts-query.ts';

interface CountQuestion {
  readonly scope: Scope;
  readonly period: Period;
  readonly measure: ReportMeasure;
}

/** Counts one measure in one period. All that is asked of one scope in a tick is one statement. */
export const loadCount = groupLoader({
  sharedOf: ({ scope }: CountQuestion) => toScope(scope),
  ownOf: ({ measure, period }) => ({ measure, period }),
  answer: async (database, scope, questions) => {
    const asked = groupBy(questions, ({ measure }) => measure);
    const periodsOf = new Map([...asked].map(([measure, of]) => [measure, of.map(({ period }) => period)]));
    const rows = await readCounts(database, scope, periodsOf);
    const counts = new Map(rows.map(({ measure, period, count }) => [`${measure} ${period}`, count]));
    return questions.map(({ measure, period }) => {
      const place = (periodsOf.get(measure) ?? []).indexOf(period) + 1;
      return counts.get(`${measure} ${place}`) ?? 0;
    });
  },
});

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
