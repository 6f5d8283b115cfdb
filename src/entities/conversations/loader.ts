import { groupLoader } from '../../answering/loader.ts';
import { type ConversationStats, statsOf } from '../../answering/stats.ts';
import { valueKey } from '../../answering/value-key.ts';
import type { Context } from '../../auth/context.ts';
import { groupBy } from '../../group.ts';
import type { Period } from '../../period/period.ts';
import { type Slice, toScope } from '../../question/slice.ts';
import type { StatsMeasure } from '../../question/stats-measures.ts';
import type { EntityKind } from '../entity.ts';
import { readEntityCounts } from './query.ts';

/** A question about the conversations of one entity. */
export interface EntityQuestion {
  readonly slice: Slice;
  readonly kind: EntityKind;
  readonly key: number;
}

interface CountQuestion extends EntityQuestion {
  readonly period: Period;
  readonly measure: StatsMeasure;
}

type Count = Pick<CountQuestion, 'key' | 'measure' | 'period'>;

const countKeyOf = ({ key, measure, period }: Count): string => `${key} ${measure} ${valueKey(period)}`;

/** Counts for one entity. All that is asked of one kind of entities within one filter in a tick is one statement. */
const loadCount = groupLoader({
  sharedOf: ({ kind, slice }: CountQuestion) => ({ kind, scope: toScope(slice) }),
  ownOf: ({ key, measure, period }): Count => ({ key, measure, period }),
  answer: async (database, { kind, scope }, questions) => {
    const keys = [...new Set(questions.map(({ key }) => key))];
    const asked = groupBy(questions, ({ measure }) => measure);
    const periodsOf = new Map([...asked].map(([measure, of]) => [measure, distinctPeriodsOf(of)]));
    const counts = new Map<string, number>();
    for (const row of await readEntityCounts(database, scope, { kind, keys }, periodsOf)) {
      const period = periodsOf.get(row.measure)?.[row.period - 1];
      if (period) counts.set(countKeyOf({ ...row, period }), row.count);
    }
    return questions.map((question) => counts.get(countKeyOf(question)) ?? 0);
  },
});

function distinctPeriodsOf(questions: readonly Count[]): Period[] {
  return [...new Map(questions.map(({ period }) => [valueKey(period), period])).values()];
}

/** The figures of one entity in one period, counted when they are asked for. */
export function entityStatsOf(context: Context, question: EntityQuestion, period: Period): ConversationStats {
  return statsOf(period, (measure) => loadCount(context, { ...question, period, measure }));
}
