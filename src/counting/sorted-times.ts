import { Prisma } from '../database/generated/client.ts';
import { type DaySpan, dayCalendar, edgesOf, wholeDaysOf, wholeWeeksOf } from '../period/days.ts';
import { formatInstant, toInstant } from '../period/instant.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import { isCountedAhead, timeDefinitionOf } from './ahead/definitions.ts';
import type { TimeMeasure } from './ahead/times.ts';
import { cutsThroughParts } from './parts.ts';
import { zoneTable } from './rollup.ts';
import { inMailboxes } from './rows/where.ts';

/** The whole weeks of each period, numbered from 1, and what is left of the periods. */
export interface WeekSpans {
  readonly weeks: readonly (Week & { readonly period: number })[];
  readonly edges: readonly (Period & { readonly period: number })[];
}

/** A week of a month in the account's zone, with the instants at which it begins and ends. */
interface Week extends DaySpan, Period {}

/** More weeks than these are no week of any account, or few of very many periods: to write them down takes longer than rows. */
const mostWeeks = 4000;

/** The weeks of which times are sorted ahead of time; null where there are none, or too many. */
export function weekSpansOf(timeZone: string, periods: readonly Period[]): WeekSpans | null {
  const calendar = dayCalendar(timeZone);
  const days = periods.map((period) => wholeDaysOf(period, calendar));
  const length = days.reduce((sum, { first, until }) => sum + until - first, 0);
  if (length > mostWeeks * 7) return null;
  const startOf = (day: number) => toInstant(calendar.startOf(day));
  const spans = periods.map((period, index) => {
    const weeks = wholeWeeksOf(days[index] as DaySpan);
    const whole = { first: weeks[0]?.first ?? 0, until: weeks.at(-1)?.until ?? 0 };
    const number = { period: index + 1 };
    return {
      weeks: weeks.map((week) => ({
        ...week,
        start: startOf(week.first),
        end: startOf(week.until),
        ...number,
      })),
      edges: edgesOf(period, whole, calendar).map((edge) => ({ ...edge, ...number })),
    };
  });
  const weeks = spans.flatMap((span) => span.weeks);
  return weeks.length > 0 ? { weeks, edges: spans.flatMap((span) => span.edges) } : null;
}

/**
 * The tables that reading sorted times takes: `weeks`, which of them to read of each period, and `edges`, of which times rows are
 * read. A week with a stale day is read from rows, and so are all where the account's zone has changed, or where some measure is
 * counted in another way, or not at all.
 */
export function weekTables(
  { account }: Scope,
  { weeks, edges }: WeekSpans,
  measures: readonly TimeMeasure[],
): Prisma.Sql {
  const areCounted = measures.map((measure) => isCountedAhead(account.key, timeDefinitionOf(measure)));
  const parts = <Part extends Period & { period: number }>(of: readonly Part[]) => Prisma.sql`
        ${of.map(({ start }) => formatInstant(start))}::timestamptz[], ${of.map(({ end }) => formatInstant(end))}::timestamptz[],
        ${of.map(({ period }) => period)}::int[]`;
  return Prisma.sql`
    ${zoneTable(account, Prisma.join(areCounted, ' and '))},
    weeks as materialized (
      select w.*, not (select z.holds from zone z) or exists (
          select from stale_days s
          where s.account_key = ${account.key} and s.subject = 'conversations' and s.day >= w.first and s.day < w.until
        ) as is_stale
      from unnest(${parts(weeks)}, ${weeks.map(({ first }) => first)}::int[], ${weeks.map(({ until }) => until)}::int[]
      ) as w (starts, ends, period, first, until)
    ),
    edges as materialized (
      select e.* from unnest(${parts(edges)}) as e (starts, ends, period)
      union all
      select w.starts, w.ends, w.period from weeks w where w.is_stale
    )`;
}

/** The condition under which sorted times `r` of types in mailboxes are of a scope; null where none are just its times. */
export function timePartsOf(scope: Scope): Prisma.Sql | null {
  const { filter } = scope;
  if (cutsThroughParts(filter)) return null;
  const conditions = inMailboxes(scope, Prisma.sql`r.mailbox_key`);
  if (filter.types) conditions.push(Prisma.sql`r.type = any(${filter.types}::text[])`);
  return conditions.length > 0 ? Prisma.join(conditions, ' and ') : Prisma.sql`true`;
}

/**
 * Selects the sorted times `r` of a measure and some parts in the weeks of each period. The times are taken out of their
 * compressed form once: they are looked into again and again.
 */
export function sortedTimes(
  { account }: Scope,
  { name }: TimeMeasure,
  parts: Prisma.Sql,
  group: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`
        select ${group} as grp, r.times || '{}' as times, r.sum, r.replies, r.once
        from weeks w
        join weekly_times r on r.account_key = ${account.key} and r.measure = ${name} and r.week = w.first and ${parts}
        where not w.is_stale`;
}
