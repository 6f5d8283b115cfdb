import { badUserInput } from '../../errors.ts';
import { bucketCount, bucketsOf } from '../../period/buckets.ts';
import type { Period } from '../../period/period.ts';
import { defaultViewBy, upperViewByRule, type ViewBy, viewByRule } from '../../period/view-by.ts';
import type { Context } from '../../reporting/context.ts';
import { groupBy } from '../../reporting/group.ts';
import { groupLoader } from '../../reporting/loader.ts';
import { type Slice, toScope } from '../../reporting/slice.ts';
import { readVolumes } from './query.ts';
import { type ChannelVolume, volumeOf } from './shape.ts';

/** A question whose periods are cut into buckets. */
export interface SeriesQuestion extends Slice {
  readonly viewBy: ViewBy;
}

/** 200 years of months: far more than anybody looks at, few enough to be answered at once. */
export const maxBuckets = 2400;

/**
 * The slice with the width of its buckets, the finest one that the periods allow unless `viewBy` gives it. Throws the coded
 * error of the first rule broken. Only an explicit previous period is held to the rules: a derived one has the current one's
 * length, give or take a clock change or a leap day.
 */
export function toSeriesQuestion(
  slice: Slice,
  viewBy: ViewBy | null | undefined,
  explicitPrevious: Period | undefined,
): SeriesQuestion {
  const { period, timeZone } = slice;
  const question = { ...slice, viewBy: viewBy ?? defaultViewBy(period, explicitPrevious, timeZone) };
  const brokenRule = viewByRule(period, question.viewBy, timeZone);
  if (brokenRule) throw badUserInput('viewBy', brokenRule);
  assertBuckets('period', period, question);
  if (!explicitPrevious) return question;
  const brokenUpperRule = upperViewByRule(explicitPrevious, question.viewBy, timeZone);
  if (brokenUpperRule) throw badUserInput('previous', brokenUpperRule);
  assertBuckets('previous', explicitPrevious, question);
  return question;
}

function assertBuckets(argument: string, period: Period, { viewBy, timeZone }: SeriesQuestion): void {
  if (bucketCount(period, viewBy, timeZone) <= maxBuckets) return;
  throw badUserInput(argument, `A series has at most ${maxBuckets} intervals; ask for a shorter period.`);
}

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
    const rows = await readVolumes(database, scope, series.flat());
    const rowsOf = groupBy(rows, ({ period }) => period);
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
