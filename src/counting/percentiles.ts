import { Prisma } from '../database/generated/client.ts';

/** Every so many-th value of a list stands for its neighbours. */
const step = Prisma.raw('16');

/**
 * Tables that find the exact values at some ranks among the sorted lists of each group, in a table `lists (grp, times)`, without
 * sorting all of them. At last `reached (grp, n, place, below, above)` has the number of values, and the two beside the rank of each percentile
 * `place`, from 1.
 *
 * Of each list every 16th value is taken. Of the values that are not above the j-th of these samples there are at least 16 j, and
 * of those below it at most 16 (j - 1) and 15 more of each list. So two samples bracket a rank, and what is read and sorted are the
 * values between them.
 */
export function percentileTables(percentiles: readonly number[]): Prisma.Sql {
  const parts = percentiles.map((part, index) => Prisma.sql`(${index + 1}::int, ${part}::float8)`);
  return Prisma.sql`
    sizes as materialized (
      select l.grp, count(*)::int as lists, sum(cardinality(l.times))::int as n from lists l group by l.grp
    ),
    ranks as materialized (
      select s.*, p.place, floor(p.part * (s.n - 1))::int + 1 as lower, ceil(p.part * (s.n - 1))::int + 1 as upper
      from sizes s
      cross join (values ${Prisma.join(parts)}) as p (place, part)
    ),
    samples as materialized (
      select s.grp, array_agg(s.time order by s.time) as times
      from (
        select l.grp, l.times[i.place] as time
        from lists l
        cross join lateral generate_series(${step}, cardinality(l.times), ${step}) as i (place)
        offset 0
      ) s
      group by s.grp
    ),
    brackets as materialized (
      select r.*, s.times[ceil((r.lower - r.lists * (${step} - 1)) / ${step}::float8)::int] - 1 as least,
        s.times[ceil(r.upper / ${step}::float8)::int] as most
      from ranks r
      left join samples s on s.grp = r.grp
    ),
    slices as materialized (
      select b.grp, b.place, i.first, l.times[i.first + 1 : i.last] as times
      from brackets b
      join lists l on l.grp = b.grp
      cross join lateral (
        select coalesce(width_bucket(b.least, l.times), 0) as first, coalesce(width_bucket(b.most, l.times), cardinality(l.times)) as last
      ) i
    ),
    skipped as materialized (
      select s.grp, s.place, sum(s.first)::int as values from slices s group by s.grp, s.place
    ),
    bracketed as materialized (
      select s.grp, s.place, array_agg(t.time order by t.time) as times
      from slices s
      cross join lateral unnest(s.times) as t (time)
      group by s.grp, s.place
    ),
    reached as materialized (
      select r.grp, r.n, r.place, b.times[r.lower - k.values] as below, b.times[r.upper - k.values] as above
      from ranks r
      join skipped k on k.grp = r.grp and k.place = r.place
      join bracketed b on b.grp = r.grp and b.place = r.place
    )`;
}
