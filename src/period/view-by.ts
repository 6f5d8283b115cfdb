import { Temporal } from 'temporal-polyfill';
import { endsAfter, type Period, shiftOnWallClock } from './period.ts';

export type ViewBy = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

const LONGEST = { HOUR: { days: 7 }, DAY: { days: 60 }, WEEK: { years: 1 } } as const;
const UPPER_RULES = {
  HOUR: 'viewBy HOUR needs an end at most 7 days after the start; view a longer period by DAY, WEEK or MONTH.',
  DAY: 'viewBy DAY needs an end at most 60 days after the start; view a longer period by WEEK or MONTH.',
  WEEK: 'viewBy WEEK needs an end at most one year after the start; view a longer period by MONTH.',
} as const;
const SHORTEST_BY_MONTH = { days: 61 };

/** The upper bound alone, which an explicit previous period must keep as well: the broken rule, or undefined. */
export function upperViewByRule(period: Period, viewBy: ViewBy, zone: string): string | undefined {
  if (viewBy === 'MONTH' || !endsAfter(period, LONGEST[viewBy], zone)) return undefined;
  return UPPER_RULES[viewBy];
}

/** The rule that `viewBy` sets for the length of a current period on the wall clock, if the period breaks it. */
export function viewByRule(period: Period, viewBy: ViewBy, zone: string): string | undefined {
  if (viewBy !== 'MONTH') return upperViewByRule(period, viewBy, zone);
  const earliestEnd = shiftOnWallClock(period.start, SHORTEST_BY_MONTH, zone);
  return Temporal.Instant.compare(period.end, earliestEnd) < 0
    ? 'viewBy MONTH needs an end at least 61 days after the start; view a shorter period by DAY or WEEK.'
    : undefined;
}

/** The finest view but HOUR whose upper bound the current period and an explicit previous one (not a derived one) keep. */
export function defaultViewBy(period: Period, explicitPrevious: Period | undefined, zone: string): ViewBy {
  const periods = explicitPrevious === undefined ? [period] : [period, explicitPrevious];
  const isAllowed = (viewBy: ViewBy) =>
    periods.every((each) => upperViewByRule(each, viewBy, zone) === undefined);
  if (isAllowed('DAY')) return 'DAY';
  return isAllowed('WEEK') ? 'WEEK' : 'MONTH';
}
