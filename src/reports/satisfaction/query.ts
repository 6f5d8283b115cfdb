import { z } from 'zod';
import { isRatingOf } from '../../counting/ratings.ts';
import { timesOf } from '../../counting/rows/activity.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';

const count = z.int().default(0);

const ratingCounts = z.object({
  great: count,
  okay: count,
  notGood: count,
  valueSum: count,
  valueCount: count,
  customers: count,
  rated: count,
});

/** What is counted of ratings; 0 also where it is not asked for. */
export type RatingCounts = z.infer<typeof ratingCounts>;

const countsRow = ratingCounts.extend({ period: z.int() });

export const noRatings: RatingCounts = ratingCounts.parse({});

const having = (score: Prisma.Sql): Prisma.Sql => Prisma.sql`count(*) filter (where r.score = ${score})::int`;

/** What can be asked of ratings `r` of periods `p`. Distinct counts take longer than all the rest, and only some ask for them. */
const columnsOf = {
  scores: Prisma.sql`
      ${having(Prisma.sql`'great'`)} as great, ${having(Prisma.sql`'okay'`)} as okay, ${having(Prisma.sql`'not_good'`)} as "notGood",
      coalesce(sum(r.value), 0)::int as "valueSum", count(r.value)::int as "valueCount"`,
  /** Different customers of the rated conversations. */
  customers: Prisma.sql`count(distinct r.conversation_customer_key)::int as customers`,
  /** Different rated conversations that the period touches. */
  rated: Prisma.sql`
      count(distinct r.conversation_key) filter (where r.touched_before >= p.starts or r.touched_after < p.ends)::int as rated`,
};

export type RatingPart = keyof typeof columnsOf;

/** Counts some parts of the ratings of a scope in each period, numbered from 1; a period without any has no row. */
export function readRatingCounts(
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
