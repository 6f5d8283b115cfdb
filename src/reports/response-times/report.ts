import { groupLoader } from '../../answering/loader.ts';
import { valueKey } from '../../answering/value-key.ts';
import type { Context } from '../../auth/context.ts';
import { type TimeKind, timeMeasure } from '../../counting/ahead/times.ts';
import { timesOf } from '../../counting/rows/activity.ts';
import { areHoursKnown, assertKnownHours, ofKnownHours } from '../../counting/rows/known-hours.ts';
import { timePartsOf, type WeekSpans, weekSpansOf, weekTables } from '../../counting/sorted-times.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { groupBy } from '../../group.ts';
import type { Period } from '../../period/period.ts';
import { type Slice, toScope } from '../../question/slice.ts';
import {
  type Asked,
  type DurationRange,
  type DurationRow,
  type Durations,
  durationRow,
  durationsOf,
  percentiles,
  rangesOf,
} from './durations.ts';
import { durationsIn, type TimedScope } from './facts.ts';
import { countSorted } from './sorted-query.ts';

/** A whole question for response times. */
export interface TimesQuestion extends Slice, TimedScope {
  /** The period to compare with, if it was asked for as such; null where it is derived or there is none. */
  readonly explicitPrevious: Period | null;
}

/** What a kind takes in one period. */
export interface DurationsQuestion {
  readonly scope: TimedScope;
  readonly period: Period;
  readonly kind: TimeKind;
}

/** Nothing besides counts and sums, percentiles, or how many lie between bounds. */
type Part = 'sums' | 'percentiles' | readonly number[];

interface Known {
  readonly durations: Durations;
  /** All bounds that were asked about of the kind. */
  readonly bounds: readonly number[];
}

/** All that is asked of one scope in a tick is one statement, in which a kind is no more than what is asked of it. */
const loadKnown = groupLoader({
  sharedOf: ({ scope }: DurationsQuestion & { readonly part: Part }): TimedScope => ({
    ...toScope(scope),
    officeHours: scope.officeHours,
  }),
  ownOf: ({ kind, period, part }) => ({ kind, period, part }),
  answer: async (database, scope, questions): Promise<Known[]> => {
    const periods = new Map(questions.map(({ period }) => [valueKey(period), period]));
    const kinds = new Map(
      [...groupBy(questions, ({ kind }) => kind)].map(([kind, of]) => [
        kind,
        askedIn(of.map(({ part }) => part)),
      ]),
    );
    const rows = await readDurations(database, scope, [...periods.values()], kinds);
    const keys = [...periods.keys()];
    const rowsOf = groupBy(rows, ({ kind, period }) => `${kind} ${keys[period - 1]}`);
    return questions.map(({ kind, period }) => {
      const bounds = kinds.get(kind)?.bounds ?? [];
      return { durations: durationsOf(rowsOf.get(`${kind} ${valueKey(period)}`) ?? [], bounds), bounds };
    });
  },
});

function askedIn(parts: readonly Part[]): Asked {
  const bounds = new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : part)));
  return {
    percentiles: parts.includes('percentiles'),
    bounds: [...bounds].sort((one, other) => one - other),
  };
}

/** How many values there are, and their mean, least and greatest. */
export async function loadSums(context: Context, question: DurationsQuestion): Promise<Durations> {
  return (await loadKnown(context, { ...question, part: 'sums' })).durations;
}

/** The same with percentiles. */
export async function loadPercentiles(context: Context, question: DurationsQuestion): Promise<Durations> {
  return (await loadKnown(context, { ...question, part: 'percentiles' })).durations;
}

/** How many values lie in each range between ascending bounds. */
export async function loadRanges(
  context: Context,
  question: DurationsQuestion,
  bounds: readonly number[],
): Promise<DurationRange[]> {
  const known = await loadKnown(context, { ...question, part: bounds });
  return rangesOf(known.durations, known.bounds, bounds);
}

const timedRow = ofKnownHours.extend(durationRow.shape);

/** Counts the values of each kind in each period, numbered from 1; a kind without any in a period has no row. */
async function readDurations(
  database: Database,
  scope: TimedScope,
  periods: readonly Period[],
  kinds: Kinds,
): Promise<DurationRow[]> {
  const parts = timePartsOf(scope);
  const spans = weekSpansOf(scope.account.timeZone, periods);
  const selected =
    parts && spans ? selectSorted(scope, spans, parts, kinds) : selectRows(scope, periods, kinds);
  const statement = Prisma.sql`
    select d.*${areHoursKnown(scope.account, scope.officeHours)}
    from (${selected}) d`;
  return assertKnownHours(await readRows(database, statement, timedRow));
}

type Kinds = ReadonlyMap<TimeKind, Asked>;

/** Whole weeks have their times sorted ahead of time: a percentile of theirs looks into lists instead of reading every row. */
function selectSorted(scope: TimedScope, spans: WeekSpans, parts: Prisma.Sql, kinds: Kinds): Prisma.Sql {
  const { officeHours } = scope;
  const measures = [...kinds.keys()].map((kind) => timeMeasure({ kind, officeHours, byUser: false }));
  const selects = [...kinds].map(
    ([kind, asked]) => Prisma.sql`select k.* from (${countSorted(scope, kind, asked, parts)}) k`,
  );
  return Prisma.sql`with ${weekTables(scope, spans, measures)} ${Prisma.join(selects, ' union all ')}`;
}

function selectRows(scope: TimedScope, periods: readonly Period[], kinds: Kinds): Prisma.Sql {
  const times = timesOf(periods);
  const selects = [...kinds].map(([kind, asked]) => {
    const durations = durationsIn(scope, kind, times);
    return asked.percentiles || asked.bounds.length > 0
      ? countValues(kind, durations, asked)
      : addUp(kind, durations);
  });
  return Prisma.join(selects, ' union all ');
}

function addUp(kind: TimeKind, durations: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select ${kind}::text as kind, d.period::int, 0 as bucket, count(*)::int as count, sum(d.value)::float8 as sum,
      min(d.value)::float8 as min, max(d.value)::float8 as max,
      coalesce(sum(d.replies), 0)::int as replies, count(*) filter (where d.replies = 1)::int as once, null::float8[] as reached
    from (${durations}) d
    group by d.period`;
}

/**
 * The same in buckets between bounds, and with the values at the ranks of percentiles. Equal values are counted first: there are
 * far fewer different ones to sort.
 */
function countValues(kind: TimeKind, durations: Prisma.Sql, asked: Asked): Prisma.Sql {
  const { bounds } = asked;
  const reached = asked.percentiles ? reachedRanks : Prisma.sql`null::float8[]`;
  const window = asked.percentiles
    ? Prisma.sql`sum(d.count) over (partition by d.period order by d.value) as upto, sum(d.count) over (partition by d.period) as total`
    : Prisma.sql`null::bigint as upto, null::bigint as total`;
  return Prisma.sql`
    select ${kind}::text as kind, d.period::int, width_bucket(d.value, ${bounds}::float8[]) as bucket,
      sum(d.count)::int as count, sum(d.value * d.count) as sum, min(d.value) as min, max(d.value) as max,
      coalesce(sum(d.replies), 0)::int as replies, sum(d.once)::int as once, ${reached} as reached
    from (
      select d.*, ${window}
      from (
        select d.period, d.value::float8 as value, count(*)::int as count, sum(d.replies) as replies,
          (count(*) filter (where d.replies = 1))::int as once
        from (${durations}) d
        group by d.period, d.value
      ) d
    ) d
    group by d.period, bucket`;
}

/** The ranks, from 0, between which each percentile lies: the least value with more than that many values up to it has the rank. */
const reachedRanks = Prisma.sql`array[${Prisma.join(
  Object.values(percentiles).flatMap((percentile) => {
    const place = Prisma.sql`${percentile}::float8 * (d.total - 1)`;
    return [Prisma.sql`floor(${place})`, Prisma.sql`ceil(${place})`].map(
      (rank) => Prisma.sql`min(d.value) filter (where d.upto > ${rank})`,
    );
  }),
)}]`;
