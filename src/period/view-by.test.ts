import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Period } from './period.ts';
import { defaultViewBy, upperViewByRule, type ViewBy, viewByRule } from './view-by.ts';

const periodOf = (start: string, end: string): Period => ({
  start: Temporal.Instant.from(start),
  end: Temporal.Instant.from(end),
});

const DAY_RULE =
  'viewBy DAY needs an end at most 60 days after the start; view a longer period by WEEK or MONTH.';
const HOUR_RULE =
  'viewBy HOUR needs an end at most 7 days after the start; view a longer period by DAY, WEEK or MONTH.';
const WEEK_RULE = 'viewBy WEEK needs an end at most one year after the start; view a longer period by MONTH.';
const MONTH_RULE =
  'viewBy MONTH needs an end at least 61 days after the start; view a shorter period by DAY or WEEK.';

const TABLE: [viewBy: ViewBy, zone: string, start: string, end: string, rule: string | undefined][] = [
  ['HOUR', 'UTC', '2024-01-01T00:00Z', '2024-01-08T00:00Z', undefined],
  ['HOUR', 'UTC', '2024-01-01T00:00Z', '2024-01-08T00:00:00.000001Z', HOUR_RULE],
  // 169 hours, and an hour more than 167.
  ['HOUR', 'Europe/Berlin', '2024-10-24T00:00+02:00', '2024-10-31T00:00+01:00', undefined],
  ['HOUR', 'Europe/Berlin', '2024-03-28T00:00+01:00', '2024-04-04T01:00+02:00', HOUR_RULE],
  ['DAY', 'UTC', '2024-01-01T00:00Z', '2024-03-01T00:00Z', undefined],
  ['DAY', 'UTC', '2024-01-01T00:00Z', '2024-03-01T00:00:00.000001Z', DAY_RULE],
  ['DAY', 'UTC', '2024-01-01T00:00Z', '2024-01-01T00:00Z', undefined],
  // 60 days of the wall clock with an hour more, and with an hour less, of elapsed time.
  ['DAY', 'Europe/Berlin', '2024-10-01T00:00+02:00', '2024-11-30T00:00+01:00', undefined],
  ['DAY', 'Europe/Berlin', '2024-10-01T00:00+02:00', '2024-11-30T00:01+01:00', DAY_RULE],
  ['DAY', 'Europe/Berlin', '2024-03-01T00:00+01:00', '2024-04-30T00:00+02:00', undefined],
  ['DAY', 'Europe/Berlin', '2024-03-01T00:00+01:00', '2024-04-30T00:30+02:00', DAY_RULE],
  ['WEEK', 'UTC', '2024-01-01T00:00Z', '2025-01-01T00:00Z', undefined],
  ['WEEK', 'UTC', '2024-01-01T00:00Z', '2025-01-01T00:00:01Z', WEEK_RULE],
  ['WEEK', 'UTC', '2024-02-29T00:00Z', '2025-02-28T00:00Z', undefined],
  ['WEEK', 'UTC', '2024-02-29T00:00Z', '2025-03-01T00:00Z', WEEK_RULE],
  ['MONTH', 'UTC', '2024-01-01T00:00Z', '2024-03-02T00:00Z', undefined],
  ['MONTH', 'UTC', '2024-01-01T00:00Z', '2024-03-01T23:59:59Z', MONTH_RULE],
  ['MONTH', 'America/New_York', '2024-02-01T00:00-05:00', '2024-04-02T00:00-04:00', undefined],
  ['MONTH', 'America/New_York', '2024-10-01T00:00-04:00', '2024-12-01T00:00-04:00', MONTH_RULE],
  ['MONTH', 'UTC', '0001-01-01T00:00Z', '9999-12-31T23:59:59Z', undefined],
];

describe('viewByRule', () => {
  it.each(TABLE)('%s in %s, %s to %s', (viewBy, zone, start, end, rule) => {
    expect(viewByRule(periodOf(start, end), viewBy, zone)).toBe(rule);
  });

  it.each(TABLE)('without its lower bound: %s in %s, %s to %s', (viewBy, zone, start, end, rule) => {
    expect(upperViewByRule(periodOf(start, end), viewBy, zone)).toBe(rule === MONTH_RULE ? undefined : rule);
  });
});

describe('defaultViewBy', () => {
  const month = periodOf('2024-03-01T00:00Z', '2024-04-01T00:00Z');
  const year = periodOf('2023-01-01T00:00Z', '2024-01-01T00:00Z');
  const decade = periodOf('2010-01-01T00:00Z', '2020-01-01T00:00Z');

  it.each([
    ['DAY', month, undefined],
    ['DAY', month, month],
    ['WEEK', month, year],
    ['WEEK', year, undefined],
    ['WEEK', year, month],
    ['MONTH', decade, undefined],
    ['MONTH', decade, month],
    ['MONTH', month, decade],
  ])('is %s', (viewBy, period, explicitPrevious) => {
    expect(defaultViewBy(period, explicitPrevious, 'UTC')).toBe(viewBy);
  });
});
