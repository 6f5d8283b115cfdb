import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { stretchesOf, weekdaysTouched } from './offsets.ts';
import type { Period } from './period.ts';

const periodOf = (start: string, end: string): Period => ({
  start: Temporal.Instant.from(start),
  end: Temporal.Instant.from(end),
});

const STRETCHES: [name: string, zone: string, start: string, end: string, expected: [string, number][]][] = [
  ['an empty period', 'UTC', '2024-01-01T00:00Z', '2024-01-01T00:00Z', []],
  [
    'no clock change',
    'Asia/Kathmandu',
    '2024-01-01T00:00Z',
    '2025-01-01T00:00Z',
    [['2024-01-01T00:00:00Z', 20_700]],
  ],
  [
    'summer time',
    'Europe/Berlin',
    '2024-01-01T00:00Z',
    '2025-01-01T00:00Z',
    [
      ['2024-01-01T00:00:00Z', 3600],
      ['2024-03-31T01:00:00Z', 7200],
      ['2024-10-27T01:00:00Z', 3600],
    ],
  ],
  [
    'half an hour of summer time',
    'Australia/Lord_Howe',
    '2024-04-01T00:00Z',
    '2024-05-01T00:00Z',
    [
      ['2024-04-01T00:00:00Z', 39_600],
      ['2024-04-06T15:00:00Z', 37_800],
    ],
  ],
  [
    'a start on a clock change',
    'CET',
    '2024-03-31T01:00Z',
    '2024-04-01T00:00Z',
    [['2024-03-31T01:00:00Z', 7200]],
  ],
  [
    'an end on a clock change',
    'CET',
    '2024-03-31T00:00Z',
    '2024-03-31T01:00Z',
    [['2024-03-31T00:00:00Z', 3600]],
  ],
  [
    'an offset with seconds',
    'Europe/Berlin',
    '1880-01-01T00:00Z',
    '1880-01-02T00:00Z',
    [['1880-01-01T00:00:00Z', 3208]],
  ],
  [
    'years far off',
    'Europe/Berlin',
    '2100-07-01T00:00Z',
    '9999-01-01T00:00Z',
    [['2100-07-01T00:00:00Z', 7200]],
  ],
];

describe('stretchesOf', () => {
  it.each(STRETCHES)('%s', (_name, zone, start, end, expected) => {
    const stretches = stretchesOf(periodOf(start, end), zone);
    expect(stretches.map((stretch) => [stretch.start.toString(), stretch.offsetSeconds])).toEqual(expected);
    const ends = stretches.map((stretch) => stretch.end.toString());
    const next = [...expected.map(([at]) => at), Temporal.Instant.from(end).toString()].slice(1);
    expect(ends).toEqual(expected.length === 0 ? [] : next);
  });
});

// Monday to Sunday. 1 January 2024 was a Monday.
const WEEKDAYS: [name: string, zone: string, start: string, end: string, expected: number[]][] = [
  ['an empty period', 'UTC', '2024-01-01T00:00Z', '2024-01-01T00:00Z', [0, 0, 0, 0, 0, 0, 0]],
  ['one second', 'UTC', '2024-01-01T23:59:59Z', '2024-01-02T00:00Z', [1, 0, 0, 0, 0, 0, 0]],
  [
    'a moment of the next day',
    'UTC',
    '2024-01-01T00:00Z',
    '2024-01-02T00:00:00.000001Z',
    [1, 1, 0, 0, 0, 0, 0],
  ],
  ['a week', 'UTC', '2024-01-01T00:00Z', '2024-01-08T00:00Z', [1, 1, 1, 1, 1, 1, 1]],
  ['a week that begins at noon', 'UTC', '2024-01-01T12:00Z', '2024-01-08T12:00Z', [2, 1, 1, 1, 1, 1, 1]],
  ['a leap year', 'UTC', '2024-01-01T00:00Z', '2025-01-01T00:00Z', [53, 53, 52, 52, 52, 52, 52]],
  ['before 1970', 'UTC', '1969-12-29T00:00Z', '1970-01-01T00:00Z', [1, 1, 1, 0, 0, 0, 0]],
  [
    'another day by the zone',
    'Asia/Kathmandu',
    '2024-01-01T18:15Z',
    '2024-01-02T18:15Z',
    [0, 1, 0, 0, 0, 0, 0],
  ],
  ['a day of 23 hours', 'Europe/Berlin', '2024-03-30T23:00Z', '2024-03-31T22:00Z', [0, 0, 0, 0, 0, 0, 1]],
  ['a day of 25 hours', 'Europe/Berlin', '2024-10-26T22:00Z', '2024-10-27T23:00Z', [0, 0, 0, 0, 0, 0, 1]],
  [
    'a Friday that was skipped',
    'Pacific/Apia',
    '2011-12-29T10:00Z',
    '2011-12-31T10:00Z',
    [0, 0, 0, 1, 0, 1, 0],
  ],
  // Half a minute after midnight the clock went back to Saturday, and an hour later it was Sunday again.
  [
    'a Sunday entered twice',
    'America/St_Johns',
    '2006-10-29T02:30:30Z',
    '2006-10-29T12:00Z',
    [0, 0, 0, 0, 0, 1, 1],
  ],
];

describe('weekdaysTouched', () => {
  it.each(WEEKDAYS)('%s', (_name, zone, start, end, expected) => {
    expect(weekdaysTouched(stretchesOf(periodOf(start, end), zone))).toEqual(expected);
  });

  it('counts every day of ten thousand years once', () => {
    const stretches = stretchesOf(periodOf('0001-01-01T00:00Z', '9999-12-31T00:00Z'), 'UTC');
    expect(weekdaysTouched(stretches).reduce((sum, count) => sum + count)).toBe(3_652_058);
  });
});
