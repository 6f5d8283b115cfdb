import { Prisma } from '../../database/generated/client.ts';
import { partIn } from '../measures/parts.ts';

interface Replacement {
  readonly measures: readonly string[];
  /** The first days of the months that all fresh counts lie in, in order. */
  readonly firsts: readonly number[];
  /**
   * Tables before it in WITH, and at last `fresh (measure, day, previous, key, mailbox_key, user_key, type, label, count)`, where a
   * measure is its place among `measures`, from 1: numbers are sorted in a fraction of the time that names take.
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
  return Prisma.sql`delete from monthly_counts where account_key = ${accountKey} and measure = any(${measures}::text[])`;
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
      delete from monthly_counts r
      where r.account_key = ${accountKey} and r.month + 0 = any(${firsts}::int[]) and r.measure = any(${measures}::text[])
      returning r.*, array_position(${measures}::text[], r.measure) as place
    ),
    ${tables},
    cells as materialized (
      select (${firsts}::int[])[width_bucket(f.day, ${firsts}::int[])] as month, f.measure, f.day, f.previous, f.key, ${partIn('f')}, f.label, f.count
      from fresh f
      union all
      select k.*
      from (
        select r.month, r.place, unnest(r.days) as day, unnest(r.previous_days) as previous, unnest(r.keys) as key, ${partIn('r')},
          unnest(r.labels) as label, unnest(r.counts) as count
        from removed r
        where r.unit = 'day'
      ) k
      where ${isKept}
    ),
    sums as (
      select c.month, c.measure, null::int as day, c.previous, c.key, ${partIn('c')}, c.label, sum(c.count) as count
      from cells c
      where c.previous < c.month
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9
    )
    insert into monthly_counts (account_key, measure, mailbox_key, user_key, type, unit, month, days, keys, labels, previous_days, counts)
    select ${accountKey}::int, (${measures}::text[])[c.measure], ${partIn('c')}, 'day', c.month, ${arraysOf(Prisma.sql`array_agg(c.day)`)}
    from ${inOrder(Prisma.sql`cells`)}
    group by ${partIn('c')}, c.measure, c.month
    union all
    select ${accountKey}::int, (${measures}::text[])[c.measure], ${partIn('c')}, 'month', c.month, ${arraysOf(Prisma.sql`null`)}
    from ${inOrder(Prisma.sql`sums`)}
    group by ${partIn('c')}, c.measure, c.month`;
}

/** The rows of a table in the order of their days, by which reports find those of a range; sorted once for all arrays. */
function inOrder(table: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(select * from ${table} c order by ${partIn('c')}, c.measure, c.month, c.day) c`;
}

/** The arrays of a rollup, of which that of the days is given. */
function arraysOf(days: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${days}, array_agg(c.key), array_agg(c.label), array_agg(c.previous), array_agg(c.count)`;
}
