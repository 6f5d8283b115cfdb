import { z } from 'zod';
import { groupLoader } from '../answering/loader.ts';
import type { Whole } from '../answering/percent.ts';
import { type ConversationStats, statsOf } from '../answering/stats.ts';
import { valueKey } from '../answering/value-key.ts';
import type { Context } from '../auth/context.ts';
import { count } from '../counting/count.ts';
import { cutsThroughParts } from '../counting/parts.ts';
import { countThreads, isThreadCount } from '../counting/rows/thread-counts.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';
import { groupBy } from '../group.ts';
import { turnUnlessGivenUp } from '../pace.ts';
import type { Period } from '../period/period.ts';
import { type Scope, type Slice, toScope } from '../question/slice.ts';
import { statsMeasures } from '../question/stats-measures.ts';

const reportMeasure = z.enum([
  ...statsMeasures,
  'tagged',
  'messagesReceived',
  'repliesSent',
  'repliedConversations',
  'resolutions',
  'reopenings',
]);

/** What a report counts in a period; `tagged` are the touched conversations that carry a tag. */
export type ReportMeasure = z.infer<typeof reportMeasure>;

const countRow = z.object({ measure: reportMeasure, period: z.int(), count: z.int() });

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
    const ofPeriods = [...groupBy(questions, ({ period }) => valueKey(period)).values()];
    for (let first = 0; first < ofPeriods.length; first += periodsAtOnce) {
      await turnUnlessGivenUp();
      const asked = groupBy(ofPeriods.slice(first, first + periodsAtOnce).flat(), ({ measure }) => measure);
      const periodsOf = new Map([...asked].map(([measure, of]) => [measure, of.map(({ period }) => period)]));
      for (const row of await readRows(database, countsIn(scope, periodsOf), countRow)) {
        const question = asked.get(row.measure)?.[row.period - 1];
        if (question) counts.set(question, row.count);
      }
    }
    return questions.map((question) => counts.get(question) ?? 0);
  },
});

/** The figures of one period of a report, counted when they are asked for. */
export function reportStatsOf(context: Context, scope: Scope, period: Period): ConversationStats {
  return statsOf(period, (measure) => loadCount(context, { scope, period, measure }));
}

/** The touched conversations of the current and the previous period: what the entries of top lists are parts of. */
export async function loadTouched(context: Context, slice: Slice): Promise<Whole> {
  const touchedIn = (period: Period): Promise<number> =>
    loadCount(context, { scope: slice, period, measure: 'touched' });
  const [current, previous] = await Promise.all([
    touchedIn(slice.period),
    slice.previous && touchedIn(slice.previous),
  ]);
  return { current, previous };
}

type PeriodsOf = ReadonlyMap<ReportMeasure, readonly Period[]>;

/** Selects `measure, period, count` of each measure in its own periods, numbered from 1; a count of 0 may have no row. */
function countsIn(scope: Scope, periodsOf: PeriodsOf): Prisma.Sql {
  const together = cutsThroughParts(scope.filter) ? threadCountsTogether(periodsOf) : [];
  const apart = [...periodsOf].filter(
    ([measure]) => !together.some((of) => of.some(([counted]) => counted === measure)),
  );
  const selects = [
    ...together.map((of) =>
      countThreads(
        scope,
        of[0][1],
        of.map(([measure]) => measure),
      ),
    ),
    ...apart.map(([measure, periods]) => countOf(measure, scope, periods)),
  ];
  return Prisma.join(selects, ' union all ');
}

/** Where rows are read, the counts of the same threads, in groups that are asked about the same periods. */
function threadCountsTogether(periodsOf: PeriodsOf) {
  const counted = [...periodsOf].flatMap(([measure, periods]) =>
    isThreadCount(measure) ? [[measure, periods] as const] : [],
  );
  return [...groupBy(counted, ([, periods]) => valueKey(periods)).values()];
}

function countOf(measure: ReportMeasure, scope: Scope, periods: readonly Period[]): Prisma.Sql {
  const [selected, where] =
    measure === 'tagged'
      ? [count(scope, periods, 'touched', 'tagged'), Prisma.sql`where c.key = ${1}`]
      : [count(scope, periods, measure, 'nothing'), Prisma.empty];
  return Prisma.sql`
    select ${measure}::text as measure, c.period, sum(c.count)::int as count
    from (${selected}) c
    ${where}
    group by c.period`;
}
