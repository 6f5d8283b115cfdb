import { Prisma } from '../database/generated/client.ts';
import { monthOf } from '../period/days.ts';
import { formatInstant } from '../period/instant.ts';
import type { Scope } from '../question/slice.ts';
import { type Definition, isCountedAhead } from './ahead/definitions.ts';
import type { Plan, Span } from './plan.ts';
import { activityColumns, type Times } from './rows/activity.ts';
import { matches } from './rows/where.ts';

/**
 * The table `zone (holds)`: whether the account still has the zone that it was read with, and what else has to hold. What is stored
 * of its days is of that zone; an import may have changed both since.
 */
export function zoneTable({ key, timeZone }: Scope['account'], more = Prisma.sql`true`): Prisma.Sql {
  return Prisma.sql`zone as materialized (
      select a.time_zone = ${timeZone} and ${more} as holds from accounts a where a.key = ${key}
    )`;
}

/**
 * The tables that a plan takes: `parts` says in which parts of the account rollups are read, `spans` has the whole days and months of
 * each period, `stale` the days that the rollups do not count as they are stored, `ranges` which rollups to read, and `edges` the times
 * of which rows are read. Where an import has changed the account's zone since the question was asked, its days are no longer those of
 * the rollups, and these may count in another way, or not at all: there are no spans then, some day is stale, and the edges are the
 * whole periods.
 */
export function rollupTables({ account }: Scope, { ahead, parts, spans }: Plan): Prisma.Sql {
  const column = (numberOf: (span: Span) => number) => Prisma.sql`${spans.map(numberOf)}::int[]`;
  return Prisma.sql`
    parts as materialized (
      ${parts}
    ),
    ${zoneTable(account, isCountedAhead(account.key, ahead.definition))},
    stale as materialized (
      select s.day, s.month, s.next_month, s.starts_at, s.ends_at
      from stale_days s
      where s.account_key = ${account.key} and s.subject = ${ahead.subject}
      union all
      select 0, 0, 0, null, null from zone z where not z.holds
    ),
    spans as materialized (
      select * from unnest(
        ${column(({ days }) => days.first)}, ${column(({ days }) => days.until)},
        ${column(({ months }) => months.first)}, ${column(({ months }) => months.until)},
        ${column(({ days }) => monthOf(days.first).first)}, ${column(({ months }) => monthOf(months.until).first)}
      ) with ordinality as s (first, until, first_month, until_month, head_month, tail_month, period)
      where (select z.holds from zone z)
    ),
    ranges as materialized (
      select s.period, r.*, s.first as before
      from spans s
      cross join lateral (
        select 'day' as unit, s.head_month as month, s.first, s.first_month as until
        union all select 'month', s.first_month, s.first_month, s.until_month
        union all select 'day', s.tail_month, s.until_month, s.until
        union all select distinct 'day', x.month, x.month, x.next_month from stale x
          where x.month >= s.first_month and x.month < s.until_month
      ) r
      where r.first < r.until
    ),
    ${edgeTable(spans)}`;
}

/** The table `edges`: what of the periods lies outside of their spans, or all of them where no rollups can be read, and stale days. */
function edgeTable(spans: readonly Span[]): Prisma.Sql {
  const ends = spans.flatMap(({ period, edges }, index) => [
    ...edges.map((edge) => ({ ...edge, place: index + 1, inZone: true })),
    { ...period, place: index + 1, inZone: false },
  ]);
  return Prisma.sql`edges as materialized (
      select e.starts, e.ends, e.period from unnest(
        ${ends.map(({ start }) => formatInstant(start))}::timestamptz[], ${ends.map(({ end }) => formatInstant(end))}::timestamptz[],
        ${ends.map(({ place }) => place)}::int[], ${ends.map(({ inZone }) => inZone)}::boolean[]
      ) as e (starts, ends, period, in_zone)
      where e.in_zone = (select z.holds from zone z)
      union all
      select x.starts_at, x.ends_at, s.period::int
      from spans s
      join stale x on x.day >= s.first and x.day < s.until
    )`;
}

/** The times of each period of which rows are read. */
export const edges: Times = { table: Prisma.sql`edges p`, series: null, areShort: true, areBrief: false };

/** Under what the counts `k` of rollups are added up. */
export interface Grouping {
  readonly key: Prisma.Sql;
  readonly label: Prisma.Sql;
}

/** By the keys and labels that they have. */
export const asCounted: Grouping = { key: Prisma.sql`k.key`, label: Prisma.sql`k.label` };

/** The condition under which rollups `r` are of a part `p`. */
const isOfPart = Prisma.sql`r.mailbox_key = p.mailbox_key and r.type = p.type`;

/** The condition under which rollups `r` are not counted by user. */
const ofNobody = Prisma.sql`r.user_key = 0`;

/** Adds up the counts of parts that lie within one mailbox each. */
export const ofMailbox: Grouping = { key: Prisma.sql`k.mailbox_key`, label: Prisma.sql`null` };

/**
 * The rows that a question is added up of, `period, key, label, count`: what rollups count on the days of a plan that are not stale, and
 * what is selected of the rest, which no rollup counts.
 */
export function addends(scope: Scope, plan: Plan, grouping: Grouping, ofTheRest: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${rolledUp(scope, plan, grouping)}
      union all
      ${ofTheRest}`;
}

/**
 * Selects what the rollups of a plan that are not stale count for each period. Rollups are looked up range by range and part by part, by
 * their key, and of their days only those of the range are taken apart: without statistics PostgreSQL would join the ranges with all
 * months there are.
 */
function rolledUp({ account }: Scope, { ahead }: Plan, { key, label }: Grouping): Prisma.Sql {
  const { definition, areOfUsers = ofNobody } = ahead;
  return Prisma.sql`
      select k.period::int, ${key} as key, ${label} as label, k.count
      from (
        select g.period, g.before, r.unit, r.mailbox_key, r.user_key, ${takenApart(Prisma.sql`[i.first : i.last]`)}
        from ranges g
        cross join parts p
        cross join lateral (
          select r.* from monthly_counts r
          where r.account_key = ${account.key} and r.measure = ${definition.measure} and ${isOfPart} and ${areOfUsers}
            and r.unit = g.unit and r.month >= g.month and r.month < g.until
            and (r.unit = 'day' or r.month not in (select x.month from stale x))
          offset 0
        ) r
        cross join lateral (
          select case r.unit when 'day' then width_bucket(g.first - 1, r.days) + 1 else 1 end as first,
            case r.unit when 'day' then width_bucket(g.until - 1, r.days) else cardinality(r.keys) end as last
        ) i
      ) k
      where k.previous < k.before and (k.unit = 'month' or k.day not in (select x.day from stale x))`;
}

/**
 * The columns of what a rollup `r` counts, a row each, or some of them. In a list of columns arrays are gone through side by side; `unnest` of
 * several would store each of them first, which takes three times as long.
 */
function takenApart(slice = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
          unnest(r.days${slice}) as day, unnest(r.keys${slice}) as key, unnest(r.labels${slice}) as label,
          unnest(r.previous_days${slice}) as previous, unnest(r.counts${slice}) as count`;
}

/** The tables that rollups of all days take: `zone`, the stale days, and as `edges` these days, or all times where rollups tell nothing. */
export function allTimeTables({ account }: Scope, definition: Definition): Prisma.Sql {
  return Prisma.sql`${zoneTable(account, isCountedAhead(account.key, definition))},
    stale as materialized (
      select s.day, s.month, s.starts_at, s.ends_at
      from stale_days s
      where s.account_key = ${account.key} and s.subject = 'conversations'
    ),
    edges as materialized (
      select x.starts_at as starts, x.ends_at as ends, 1 as period from stale x where (select z.holds from zone z)
      union all
      select '-infinity', 'infinity', 1 from zone z where not z.holds
    )`;
}

/** Selects `key, label, count` of some rollups of all days that are not stale, of a month as a whole where none of it is. */
export function rolledUpOfAllTime(
  { account }: Scope,
  { measure }: Definition,
  parts: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`select k.key, k.label, k.count
      from (
        select r.unit, ${takenApart()}
        from (${parts}) p
        cross join lateral (
          select r.* from monthly_counts r
          where r.account_key = ${account.key} and r.measure = ${measure} and ${isOfPart} and ${ofNobody}
            and (r.unit = 'month') = (r.month not in (select x.month from stale x))
          offset 0
        ) r
        where (select z.holds from zone z)
      ) k
      where k.unit = 'month' or k.day not in (select x.day from stale x)`;
}

/**
 * Selects the conversations of a scope that are touched at the edges of each period and that no rollup of it counts: those
 * count a conversation on the first of the whole days that touches it, unless that one is stale.
 */
export function touchedAtEdges(scope: Scope, { table }: Times): Prisma.Sql {
  const accountKey = scope.account.key;
  const keys = Prisma.sql`
        select t.conversation_key as key
        from threads t
        where t.account_key = ${accountKey} and t.created_at >= p.starts and t.created_at < p.ends
        union all
        select c.key
        from conversations c
        where c.account_key = ${accountKey} and c.created_at >= p.starts and c.created_at < p.ends`;
  return uncountedIn(scope, table, keys, Prisma.sql`unnest(c.touched_days) as d (day)`);
}

/** The same of those that have a reply at the edges. */
export function repliedAtEdges(scope: Scope, { table }: Times): Prisma.Sql {
  const keys = Prisma.sql`
        select t.conversation_key as key
        from threads t
        where t.account_key = ${scope.account.key} and t.kind = 'reply' and t.created_at >= p.starts and t.created_at < p.ends`;
  return uncountedIn(scope, table, keys, Prisma.sql`unnest(c.replied_days) as d (day)`);
}

/**
 * Selects the conversations of a scope with some keys, in times `p`, none of whose days `d` a rollup counts. Few are there:
 * `distinct on` holds the planner to sorting them instead of making room for all that it expects.
 */
function uncountedIn(scope: Scope, table: Prisma.Sql, keys: Prisma.Sql, days: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select ${activityColumns}
    from (
      select distinct on (p.period, a.key) p.period, a.key
      from ${table}
      cross join lateral (${keys}
      ) a
      order by p.period, a.key
    ) p
    left join spans s on s.period = p.period
    cross join lateral (
      select c.* from conversations c where c.key = p.key and ${matches(scope)} offset 0
    ) c
    cross join lateral (
      select min(d.day) as day from ${days} where d.day >= s.first and d.day < s.until
    ) first
    where first.day is null or first.day in (select x.day from stale x)`;
}
