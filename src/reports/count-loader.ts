import { groupLoader } from '../answering/loader.ts';
import { type ReportMeasure, readCounts } from '../counting/count-query.ts';
import type { Database } from '../database/client.ts';
import { groupBy } from '../group.ts';
import { turnUnlessGivenUp } from '../pace.ts';
import { type Period, periodKey } from '../period/period.ts';
import { type Scope, toScope } from '../question/slice.ts';

interface CountQuestion {
  readonly scope: Scope;
  readonly period: Period;
  readonly measure: ReportMeasure;
}

type Asked = Omit<CountQuestion, 'scope'>;

/** To write down what is counted in more of them at once would keep the event loop. */
const periodsAtOnce = 200;

/** Counts one measure in one period. All that is asked of one scope in a tick is one statement, unless it is about very many periods. */
export const loadCount = groupLoader({
  sharedOf: ({ scope }: CountQuestion) => toScope(scope),
  ownOf: ({ measure, period }): Asked => ({ measure, period }),
  answer: async (database, scope, questions) => {
    const counts = new Map<Asked, number>();
    const ofPeriods = [...groupBy(questions, ({ period }) => periodKey(period)).values()];
    for (let first = 0; first < ofPeriods.length; first += periodsAtOnce) {
      await turnUnlessGivenUp();
      await count(database, scope, ofPeriods.slice(first, first + periodsAtOnce).flat(), counts);
    }
    return questions.map((question) => counts.get(question) ?? 0);
  },
});

async function count(
  database: Database,
  scope: Scope,
  questions: readonly Asked[],
  counts: Map<Asked, number>,
): Promise<void> {
  const asked = groupBy(questions, ({ measure }) => measure);
  const periodsOf = new Map([...asked].map(([measure, of]) => [measure, of.map(({ period }) => period)]));
  for (const row of await readCounts(database, scope, periodsOf)) {
    const question = asked.get(row.measure)?.[row.period - 1];
    if (question) counts.set(question, row.count);
  }
}
