import { type TimeKind, timeMeasure } from '../../counting/ahead/times.ts';
import { percentileTables } from '../../counting/percentiles.ts';
import { edges } from '../../counting/rollup.ts';
import { sortedTimes } from '../../counting/sorted-times.ts';
import { Prisma } from '../../database/generated/client.ts';
import { type Asked, percentiles } from './durations.ts';
import { durationsIn, type TimedScope } from './facts.ts';

/**
 * Selects what `readDurations` tells of a kind from times that are sorted ahead of time, in some parts of the account, and from
 * the rows of the rest, which are one more list of each period. All that is told of a kind but the numbers between bounds stands in
 * its first row.
 */
export function countSorted(scope: TimedScope, kind: TimeKind, asked: Asked, parts: Prisma.Sql): Prisma.Sql {
  const { officeHours } = scope;
  const measure = timeMeasure({ kind, officeHours, byUser: false });
  const ranks = asked.percentiles ? Object.values(percentiles) : [];
  return Prisma.sql`
    with lists as materialized (
      ${sortedTimes(scope, measure, parts, Prisma.sql`w.period`)}
      union all
      select d.period, array_agg(d.value::float8 order by d.value), sum(d.value)::float8, coalesce(sum(d.replies), 0),
        count(*) filter (where d.replies = 1)
      from (${durationsIn(scope, kind, edges)}) d
      group by d.period
    ),
    sums as (
      select l.grp, sum(l.sum) as sum, min(l.times[1]) as min, max(l.times[cardinality(l.times)]) as max,
        sum(l.replies)::int as replies, sum(l.once)::int as once
      from lists l
      group by l.grp
    ),
    ${bucketTable(asked.bounds)}${ranks.length > 0 ? Prisma.sql`, ${percentileTables(ranks)}` : Prisma.empty}
    select ${kind}::text as kind, s.grp::int as period, b.bucket, b.count, ${inFirst(Prisma.sql`s.sum`)} as sum, s.min, s.max,
      ${inFirst(Prisma.sql`s.replies`)} as replies, ${inFirst(Prisma.sql`s.once`)} as once, ${reachedRanks(ranks)} as reached
    from sums s
    join buckets b on b.grp = s.grp`;
}

const inFirst = (value: Prisma.Sql): Prisma.Sql => Prisma.sql`case b.bucket when 0 then ${value} else 0 end`;

/** The table `buckets`: how many values lie between neighbours of the bounds; the first lie below the first bound. */
function bucketTable(bounds: readonly number[]): Prisma.Sql {
  if (bounds.length === 0)
    return Prisma.sql`buckets as (
      select l.grp, 0 as bucket, sum(cardinality(l.times))::int as count from lists l group by l.grp
    )`;
  const place = Prisma.sql`width_bucket(o.bound, l.times)`;
  return Prisma.sql`buckets as (
      select u.grp, u.bucket, (u.below - coalesce(lag(u.below) over (partition by u.grp order by u.bucket), 0))::int as count
      from (
        select l.grp, (o.place - 1)::int as bucket,
          sum(case when l.times[${place}] = o.bound then array_position(l.times, o.bound) - 1 else ${place} end) as below
        from lists l
        cross join unnest(${bounds}::float8[] || 'Infinity'::float8) with ordinality as o (bound, place)
        group by 1, 2
      ) u
    )`;
}

/** The values beside the rank of each percentile, in their places; null where there are none. */
function reachedRanks(ranks: readonly number[]): Prisma.Sql {
  if (ranks.length === 0) return Prisma.sql`null::float8[]`;
  const values = ranks.flatMap((_, index) =>
    [Prisma.sql`r.below`, Prisma.sql`r.above`].map(
      (value) => Prisma.sql`max(${value}) filter (where r.place = ${index + 1}::int)`,
    ),
  );
  return Prisma.sql`(select array[${Prisma.join(values)}] from reached r where r.grp = s.grp)`;
}
