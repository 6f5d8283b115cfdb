import { z } from 'zod';
import { groupLoader } from '../../answering/loader.ts';
import { type ConversationStats, statsOf } from '../../answering/stats.ts';
import { valueKey } from '../../answering/value-key.ts';
import type { Context } from '../../auth/context.ts';
import { count } from '../../counting/count.ts';
import { ofCustomers } from '../../counting/customer-counts.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { groupBy } from '../../group.ts';
import type { Period } from '../../period/period.ts';
import { type Scope, type Slice, toScope } from '../../question/slice.ts';
import { type StatsMeasure, statsMeasures } from '../../question/stats-measures.ts';
import type { EntityKind } from '../entity.ts';

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

const countRow = z.object({
  measure: z.enum(statsMeasures),
  period: z.int(),
  key: z.int(),
  count: z.int(),
});

type CountRow = z.infer<typeof countRow>;

/** Entities of one kind, by their keys. */
interface EntityKeys {
  readonly kind: EntityKind;
  readonly keys: readonly number[];
}

/** Counts each measure for each entity in each period, numbered from 1; a count of 0 has no row. */
function readEntityCounts(
  database: Database,
  scope: Scope,
  { kind, keys }: EntityKeys,
  periodsOf: ReadonlyMap<StatsMeasure, readonly Period[]>,
): Promise<CountRow[]> {
  const selects =
    kind === 'customer'
      ? [ofCustomers(scope, keys, periodsOf)]
      : [...periodsOf].map(
          ([measure, periods]) => Prisma.sql`
    select ${measure} as measure, n.period, n.key, n.count
    from (${count(scope, periods, measure, byOf[kind])}) n
    where n.key = any(${keys}::int[])`,
        );
  return readRows(database, Prisma.join(selects, ' union all '), countRow);
}

/** By what the conversations of each kind of entities are counted; those of customers are looked up. */
const byOf = { mailbox: 'mailbox', user: 'assignee', team: 'team', tag: 'tag' } as const;
