import { badUserInput } from '../errors.ts';
import { bucketCount } from '../period/buckets.ts';
import type { Period } from '../period/period.ts';
import { defaultViewBy, upperViewByRule, type ViewBy, viewByRule } from '../period/view-by.ts';
import type { Slice } from './slice.ts';

/** A question whose periods are cut into buckets. */
export type SeriesQuestion<Question extends Slice = Slice> = Question & { readonly viewBy: ViewBy };

/** 200 years of months: far more than anybody looks at, few enough to be answered at once. */
export const maxBuckets = 2400;

/**
 * The question with the width of its buckets, the finest one that the periods allow unless `viewBy` gives it. Throws the coded
 * error of the first rule broken, about the argument that breaks it or, of a series within a report, about `viewBy` alone. Only an
 * explicit previous period is held to the rules: a derived one has the current one's length, give or take a clock change or a leap day.
 */
export function toSeriesQuestion<Question extends Slice>(
  slice: Question,
  viewBy: ViewBy | null | undefined,
  explicitPrevious: Period | null | undefined,
  isWithinReport = false,
): SeriesQuestion<Question> {
  const { period, timeZone } = slice;
  const question = {
    ...slice,
    viewBy: viewBy ?? defaultViewBy(period, explicitPrevious ?? undefined, timeZone),
  };
  const refuse = (argument: string, rule: string | undefined): void => {
    if (rule) throw badUserInput(isWithinReport ? 'viewBy' : argument, rule);
  };
  refuse('viewBy', viewByRule(period, question.viewBy, timeZone));
  refuse('period', bucketRule(period, question));
  if (explicitPrevious) {
    refuse('previous', upperViewByRule(explicitPrevious, question.viewBy, timeZone));
    refuse('previous', bucketRule(explicitPrevious, question));
  }
  return question;
}

function bucketRule(period: Period, { viewBy, timeZone }: SeriesQuestion): string | undefined {
  return bucketCount(period, viewBy, timeZone) > maxBuckets
    ? `A series has at most ${maxBuckets} intervals; ask for a shorter period.`
    : undefined;
}
