import { type TimeKind, timeMeasure } from '../../counting/ahead/times.ts';
import { percentileTables } from '../../counting/percentiles.ts';
import { edges } from '../../counting/rollup.ts';
import {
  sortedTimes,
  timePartsOf,
  type WeekSpans,
  weekSpansOf,
  weekTables,
} from '../../counting/sorted-times.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Period } from '../../period/period.ts';
import { type CountedParts, type Part, tally } from './parts.ts';
import { isAsked, keyOrNobody, type Selection } from './selection.ts';
import { rowsOf, type TimeSource, timeSources } from './sources.ts';

/** Parts that tell of one kind of times: how many there are, their sum and, where it is asked for, their median. */
interface TimeParts {
  readonly kind: TimeKind;
  readonly source: TimeSource;
  readonly count: Part;
  readonly sum: Part;
  readonly median: Part | null;
}

const allTimes: readonly TimeParts[] = [
  {
    kind: 'firstResponse',
    source: timeSources.firstResponse,
    count: 'firstResponses',
    sum: 'firstResponseSeconds',
    median: 'firstResponseMedian',
  },
  {
    kind: 'response',
    source: timeSources.response,
    count: 'responses',
    sum: 'responseSeconds',
    median: 'responseMedian',
  },
  {
    kind: 'resolution',
    source: timeSources.resolution,
    count: 'resolved',
    sum: 'resolveSeconds',
    median: null,
  },
];

/** The times of a selection that are sorted ahead of time in the whole weeks of a period. */
export function countedTimes(selection: Selection, period: Period): CountedParts[] {
  const spans = weekSpansOf(selection.scope.account.timeZone, [period]);
  if (!spans) return [];
  return allTimes.map((times) => ({
    parts: [times.count, times.sum, ...(times.median ? [times.median] : [])],
    tallies: (asked) => [tallyOf(selection, spans, times, asked)],
  }));
}

function tallyOf(
  selection: Selection,
  spans: WeekSpans,
  { kind, source, count, sum, median }: TimeParts,
  asked: readonly Part[],
): Prisma.Sql {
  const { scope, by, officeHours } = selection;
  const measure = timeMeasure({ kind, officeHours, byUser: by === 'USER' });
  const parts = by === 'USER' ? Prisma.sql`true` : (timePartsOf(scope) ?? Prisma.sql`false`);
  const isMedianAsked = median !== null && asked.includes(median);
  const medianTables = isMedianAsked ? Prisma.sql`, ${percentileTables([0.5])}` : Prisma.empty;
  const medianJoin = isMedianAsked ? Prisma.sql`left join reached m on m.grp = l.grp` : Prisma.empty;
  const lists = Prisma.sql`(
        with ${weekTables(scope, spans, [measure])},
        lists as materialized (${listsOf(selection, sortedTimes(scope, measure, parts, groupOf(selection)), source)}
        )${medianTables}
        select ${keyOrNobody(selection, Prisma.sql`l.grp`)} as key, sum(cardinality(l.times)) as count, sum(l.sum) as sum,
          ${isMedianAsked ? Prisma.sql`min(m.below + (m.above - m.below) * 0.5 * ((m.n - 1) % 2))` : Prisma.sql`null`} as median
        from lists l
        ${medianJoin}
        group by l.grp
      ) k`;
  const counted = {
    [count]: Prisma.sql`sum(k.count)`,
    [sum]: Prisma.sql`sum(k.sum)`,
    ...(median && { [median]: Prisma.sql`sum(k.median)` }),
  };
  return tally(asked, counted, Prisma.sql`k.key`, lists);
}

/** What the lists `r` of a selection are told apart by. */
function groupOf({ by }: Selection): Prisma.Sql {
  if (by === 'USER') return Prisma.sql`r.user_key`;
  return by === 'MAILBOX' ? Prisma.sql`r.mailbox_key` : Prisma.sql`0`;
}

/** Selects the lists that are asked for, and those made of the rows at the edges. */
function listsOf(selection: Selection, sorted: Prisma.Sql, { source, value }: TimeSource): Prisma.Sql {
  const { key, rows } = rowsOf(selection, edges, source);
  const time = value(selection);
  return Prisma.sql`
          select l.grp, l.times, l.sum from (${sorted}) l where ${isAsked(selection, keyOrNobody(selection, Prisma.sql`l.grp`))}
          union all
          select coalesce(${key}, 0), array_agg(${time}::float8 order by ${time}), sum(${time})::float8
          from ${rows} and ${time} is not null
          group by 1`;
}
