import { z } from 'zod';
import { groupLoader } from '../../answering/loader.ts';
import { valueKey } from '../../answering/value-key.ts';
import type { Context } from '../../auth/context.ts';
import { isRatingOf } from '../../counting/ratings.ts';
import { timesOf } from '../../counting/rows/activity.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import { type Scope, toScope } from '../../question/slice.ts';
import { loadCount } from '../counts.ts';
import { noRatings, type RatingPart, ratingCounts, type Satisfaction } from './figures.ts';

interface Question {
  readonly scope: Scope;
  readonly period: Period;
  readonly part: RatingPart;
}

/** Counts a part of the ratings of one period. All that is asked of one scope in a tick is one statement. */
const loadPart = groupLoader({
  sharedOf: ({ scope }: Question) => toScope(scope),
  ownOf: ({ period, part }) => ({ period, part }),
  answer: async (database, scope, questions) => {
    const periods = new Map(questions.map(({ period }) => [valueKey(period), period]));
    const parts = new Set(questions.map(({ part }) => part));
    const rows = await readRatingCounts(database, scope, [...periods.values()], [...parts]);
    const keys = [...periods.keys()];
    const countsOf = new Map(rows.map(({ period, ...counts }) => [keys[period - 1], counts]));
    return questions.map(({ period }) => countsOf.get(valueKey(period)) ?? noRatings);
  },
});

/** The ratings of one period; each part of them is counted when it is asked for. */
export async function satisfactionOf(context: Context, scope: Scope, period: Period): Promise<Satisfaction> {
  return {
    period,
    count: (part) => loadPart(context, { scope, period, part }),
    touched: () => loadCount(context, { scope, period, measure: 'touched' }),
  };
}

const countsRow = ratingCounts.extend({ period: z.int() });

const having = (score: Prisma.Sql): Prisma.Sql => Prisma.sql`count(*) filter (where r.score = ${score})::int`;

/** What can be asked of ratings `r` of periods `p`. Distinct counts take longer than all the rest, and only some ask for them. */
const columnsOf: Record<RatingPart, Prisma.Sql> = {
  scores: Prisma.sql`
      ${having(Prisma.sql`'great'`)} as great, ${having(Prisma.sql`'okay'`)} as okay, ${having(Prisma.sql`'not_good'`)} as "notGood",
      coalesce(sum(r.value), 0)::int as "valueSum", count(r.value)::int as "valueCount"`,
  /** Different customers of the rated conversations. */
  customers: Prisma.sql`count(distinct r.conversation_customer_key)::int as customers`,
  /** Different rated conversations that the period touches. */
  rated: Prisma.sql`
      count(distinct r.conversation_key) filter (where r.touched_before >= p.starts or r.touched_after < p.ends)::int as rated`,
};

/** Counts some parts of the ratings of a scope in each period, numbered from 1; a period without any has no row. */
function readRatingCounts(
  database: Database,
  scope: Scope,
  periods: readonly Period[],
  parts: readonly RatingPart[],
): Promise<z.infer<typeof countsRow>[]> {
  const columns = parts.map((part) => columnsOf[part]);
  const statement = Prisma.sql`
    select p.period::int, ${Prisma.join(columns)}
    from ${timesOf(periods).table}
    cross join lateral (
      select r.* from ratings r where ${isRatingOf(scope)} and r.created_at >= p.starts and r.created_at < p.ends offset 0
    ) r
    group by p.period`;
  return readRows(database, statement, countsRow);
}
