import { z } from 'zod';
import { type TimeKind, timeKinds, timeMeasure } from '../../counting/ahead/times.ts';
import { timesOf } from '../../counting/rows/activity.ts';
import { areHoursKnown, assertKnownHours, ofKnownHours } from '../../counting/rows/known-hours.ts';
import { timePartsOf, type WeekSpans, weekSpansOf, weekTables } from '../../counting/sorted-times.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import { type Asked, percentiles } from './asked.ts';
import { durationsIn, type TimedScope } from './facts.ts';
import { countSorted } from './sorted-query.ts';

const durationRow = ofKnownHours.extend({
  kind: z.enum(timeKinds),
  period: z.int(),
  /** How many of the bounds are not above these values. */
  bucket: z.int(),
  count: z.int(),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
  /** All replies of the conversations, and how many of these have exactly one; of resolutions alone. */
  replies: z.int(),
  once: z.int(),
  /** The least value that reaches the rank below, and above, of each percentile; null where none does, or where they are not asked for. */
  reached: z.array(z.number().nullable()).nullable(),
});

export type DurationRow = z.infer<typeof durationRow>;

/** Counts the values of each kind in each period, numbered from 1; a kind without any in a period has no row. */
export async function readDurations(
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
  return assertKnownHours(await readRows(database, statement, durationRow));
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
