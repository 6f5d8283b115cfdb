import type { Period } from '../period/period.ts';
import { type ReportMeasure, readCounts } from './count-query.ts';
import { groupBy } from './group.ts';
import { groupLoader } from './loader.ts';
import { type Scope, toScope } from './slice.ts';

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
    const counts = new Map(
      rows.map(({ measure, period, count }) => [asked.get(measure)?.[period - 1], count]),
    );
    return questions.map((question) => counts.get(question) ?? 0);
  },
});
