import { Prisma } from '../../database/generated/client.ts';

interface Replacement {
  readonly measures: readonly string[];
  /** The first days of the months that all fresh counts lie in, in order. */
  readonly firsts: readonly number[];
  /**
   * Tables before it in WITH, and at last `fresh (measure, part, day, previous, key, label, count)`, where a measure is its place
   * among `measures`, from 1: numbers are sorted in a fraction of the time that names take.
   */
  readonly tables: Prisma.Sql;
  /** Under which condition the count of a day `k.day` stays as it is. */
  readonly isKept: Prisma.Sql;
}

/**
 * Deletes all rollups of some measures, before all are replaced: where none of the old ones is read, PostgreSQL deletes them last,
 * and the new ones would be in their way.
 */
export function deleteRollups(accountKey: number, measures: readonly string[]): Prisma.Sql {
  return Prisma.sql`delete from rollups where account_key = ${accountKey} and measure = any(${measures}::text[])`;
}

/**
 * Replaces the rollups of some measures in some months: fresh counts of some days, and of the other days those that there were.
 * What the days of a month count once more, because it happened on an earlier day of the month, the month does not.
 */
export function replaceRollups(
  accountKey: number,
  { measures, firsts, tables, isKept }: Replacement,
): Prisma.Sql {
  return Prisma.sql`
    with removed as (
      delete from rollups r
      where r.account_key = ${accountKey} and r.month = any(${firsts}::int[]) and r.measure = any(${measures}::text[])
      returning r.*
    ),
    ${tables},
    cells as materialized (
      select (${firsts}::int[])[width_bucket(f.day, ${firsts}::int[])] as month, f.measure, f.part, f.day, f.previous, f.key, f.label, f.count
      from fresh f
      union all
      select r.month, array_position(${measures}::text[], r.measure), r.part, k.day, k.previous, k.key, k.label, k.count
      from removed r
      cross join lateral unnest(r.days, r.keys, r.labels, r.previous_days, r.counts) as k (day, key, label, previous, count)
      where r.unit = 'day' and ${isKept}
    ),
    sums as (
      select c.month, c.measure, c.part, null::int as day, c.previous, c.key, c.label, sum(c.count) as count
      from cells c
      where c.previous < c.month
      group by 1, 2, 3, 4, 5, 6, 7
    )
    insert into rollups (account_key, measure, part, unit, month, days, keys, labels, previous_days, counts)
    select ${accountKey}::int, (${measures}::text[])[c.measure], c.part, 'day', c.month, ${arraysOf(Prisma.sql`array_agg(c.day)`)}
    from ${inOrder(Prisma.sql`cells`)}
    group by c.part, c.measure, c.month
    union all
    select ${accountKey}::int, (${measures}::text[])[c.measure], c.part, 'month', c.month, ${arraysOf(Prisma.sql`null`)}
    from ${inOrder(Prisma.sql`sums`)}
    group by c.part, c.measure, c.month`;
}

/** The rows of a table in the order of their days, which takes the least room; sorted once for all arrays. */
function inOrder(table: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(select * from ${table} c order by c.part, c.measure, c.month, c.day) c`;
}

/** The arrays of a rollup, of which that of the days is given. */
function arraysOf(days: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${days}, array_agg(c.key), array_agg(c.label), array_agg(c.previous), array_agg(c.count)`;
}
