import { groupLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import { count } from '../../counting/count.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { groupBy } from '../../group.ts';
import { bucketsOf } from '../../period/buckets.ts';
import type { Period } from '../../period/period.ts';
import type { SeriesQuestion } from '../../question/series.ts';
import { toScope } from '../../question/slice.ts';
import { type ChannelVolume, volumeOf, volumeRow } from './shape.ts';

interface Series {
  readonly question: SeriesQuestion;
  readonly period: Period;
}

/** All series that are asked of one scope in a tick are read by one statement, in which each bucket is a period. */
const load = groupLoader({
  sharedOf: ({ question }: Series) => toScope(question),
  ownOf: ({ question: { viewBy, timeZone }, period }) => ({ viewBy, timeZone, period }),
  answer: async (database, scope, asked) => {
    const series = asked.map(({ viewBy, timeZone, period }) => bucketsOf(period, viewBy, timeZone));
    const statement = Prisma.sql`
    select v.period, v.label as type, v.count
    from (${count(scope, series.flat(), 'created', 'type')}) v`;
    const rowsOf = groupBy(await readRows(database, statement, volumeRow), ({ period }) => period);
    let place = 0;
    return series.map((buckets) =>
      buckets.map(({ start }) => ({ date: start, ...volumeOf(rowsOf.get(++place) ?? []) })),
    );
  },
});

/** The volumes of all buckets of a period, in order. */
export function loadSeries(
  context: Context,
  question: SeriesQuestion,
  period: Period,
): Promise<ChannelVolume[]> {
  return load(context, { question, period });
}
