import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { bucketCount, bucketsOf } from './buckets.ts';
import type { Period } from './period.ts';
import type { ViewBy } from './view-by.ts';

const periodOf = (start: string, end: string): Period => ({
  start: Temporal.Instant.from(start),
  end: Temporal.Instant.from(end),
});

/** The starts as local times with their offset. */
const TABLE: [name: string, zone: string, viewBy: ViewBy, start: string, end: string, starts: string[]][] = [
  ['an empty period', 'UTC', 'DAY', '2024-01-01T00:00Z', '2024-01-01T00:00Z', []],
  ['a second', 'UTC', 'MONTH', '2024-01-01T00:00Z', '2024-01-01T00:00:01Z', ['2024-01-01T00:00:00+00:00']],
  ['an exact day', 'UTC', 'DAY', '2024-01-01T00:00Z', '2024-01-02T00:00Z', ['2024-01-01T00:00:00+00:00']],
  [
    'a last bucket of a microsecond',
    'UTC',
    'WEEK',
    '2024-01-01T00:00Z',
    '2024-01-08T00:00:00.000001Z',
    ['2024-01-01T00:00:00+00:00', '2024-01-08T00:00:00+00:00'],
  ],
  [
    'months from a 31st',
    'America/New_York',
    'MONTH',
    '2024-01-31T12:00-05:00',
    '2024-05-31T12:00-04:00',
    [
      '2024-01-31T12:00:00-05:00',
      '2024-02-29T12:00:00-05:00',
      '2024-03-31T12:00:00-04:00',
      '2024-04-30T12:00:00-04:00',
    ],
  ],
  [
    'an end on the 29th, the last day of a shorter month',
    'UTC',
    'MONTH',
    '2023-12-31T00:00Z',
    '2024-02-29T00:00Z',
    ['2023-12-31T00:00:00+00:00', '2024-01-31T00:00:00+00:00'],
  ],
  [
    'weeks over the spring change',
    'Europe/Berlin',
    'WEEK',
    '2024-03-25T00:00+01:00',
    '2024-04-08T00:00+02:00',
    ['2024-03-25T00:00:00+01:00', '2024-04-01T00:00:00+02:00'],
  ],
  [
    'hours of elapsed time over the autumn change',
    'Europe/Berlin',
    'HOUR',
    '2024-10-27T01:30+02:00',
    '2024-10-27T04:00+01:00',
    [
      '2024-10-27T01:30:00+02:00',
      '2024-10-27T02:30:00+02:00',
      '2024-10-27T02:30:00+01:00',
      '2024-10-27T03:30:00+01:00',
    ],
  ],
  [
    'a skipped 2:30',
    'Europe/Berlin',
    'DAY',
    '2024-03-30T02:30+01:00',
    '2024-04-02T02:30+02:00',
    ['2024-03-30T02:30:00+01:00', '2024-03-31T03:30:00+02:00', '2024-04-01T02:30:00+02:00'],
  ],
  [
    'a repeated 2:30',
    'Europe/Berlin',
    'DAY',
    '2024-10-26T02:30+02:00',
    '2024-10-28T02:30+01:00',
    ['2024-10-26T02:30:00+02:00', '2024-10-27T02:30:00+02:00'],
  ],
  [
    'a start in the second of two hours',
    'Europe/Berlin',
    'DAY',
    '2024-10-27T02:30+01:00',
    '2024-10-28T02:31+01:00',
    ['2024-10-27T02:30:00+01:00', '2024-10-28T02:30:00+01:00'],
  ],
  [
    'a change of half an hour',
    'Australia/Lord_Howe',
    'DAY',
    '2024-10-05T02:15+10:30',
    '2024-10-07T02:15+11:00',
    ['2024-10-05T02:15:00+10:30', '2024-10-06T02:45:00+11:00'],
  ],
  [
    'an offset of 45 minutes',
    'Asia/Kathmandu',
    'MONTH',
    '2024-01-01T00:00+05:45',
    '2024-03-01T00:00+05:45',
    ['2024-01-01T00:00:00+05:45', '2024-02-01T00:00:00+05:45'],
  ],
  [
    'a midnight that did not exist',
    'America/Sao_Paulo',
    'DAY',
    '2018-11-03T00:00-03:00',
    '2018-11-06T00:00-02:00',
    ['2018-11-03T00:00:00-03:00', '2018-11-04T01:00:00-02:00', '2018-11-05T00:00:00-02:00'],
  ],
  [
    'a midnight after a repeated hour',
    'America/Sao_Paulo',
    'DAY',
    '2019-02-16T00:00-02:00',
    '2019-02-18T00:00-03:00',
    ['2019-02-16T00:00:00-02:00', '2019-02-17T00:00:00-03:00'],
  ],
  [
    'an end right after a day that did not exist',
    'Pacific/Apia',
    'DAY',
    '2011-12-29T10:00-10:00',
    '2011-12-31T10:00+14:00',
    ['2011-12-29T10:00:00-10:00'],
  ],
  [
    'a day that did not exist, its bucket empty',
    'Pacific/Apia',
    'DAY',
    '2011-12-29T10:00-10:00',
    '2012-01-01T10:00+14:00',
    ['2011-12-29T10:00:00-10:00', '2011-12-31T10:00:00+14:00', '2011-12-31T10:00:00+14:00'],
  ],
];

describe('bucketsOf', () => {
  it.each(TABLE)('%s (%s, %s)', (_, zone, viewBy, start, end, starts) => {
    const period = periodOf(start, end);
    const buckets = bucketsOf(period, viewBy, zone);
    expect(buckets.map((bucket) => bucket.start.toString({ timeZone: zone }))).toEqual(starts);
    const bounds = buckets.length > 0 ? [...buckets.map((bucket) => bucket.start), period.end] : [];
    expect(buckets.map((bucket) => bucket.end.toString())).toEqual(bounds.slice(1).map(String));
    expect(bucketCount(period, viewBy, zone)).toBe(starts.length);
  });

  it('starts at the start, stays before the end, never goes back and leaves no bucket out', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Sao_Paulo');
    const viewBy = fc.constantFrom<ViewBy>('HOUR', 'DAY', 'WEEK', 'MONTH');
    const seconds = fc.integer({ min: 1, max: 86_400 * 400 });
    const start = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zone, viewBy, start, seconds, (name, view, date, length) => {
        const first = Temporal.Instant.fromEpochMilliseconds(date.getTime());
        // Of hours there would be thousands.
        const seconds = view === 'HOUR' ? Math.ceil(length / 24) : length;
        const period = { start: first, end: first.add({ seconds }) };
        const starts = bucketsOf(period, view, name).map((bucket) => bucket.start);
        expect(starts.map(String)).toEqual(walked(period, view, name).map(String));
      }),
      { numRuns: 200 },
    );
  });

  it('counts the months of all years without making them', () => {
    const all = periodOf('0001-01-01T00:00Z', '9999-12-31T23:59:59.999999Z');
    expect(bucketCount(all, 'MONTH', 'UTC')).toBe(119_988);
  });
});

function walked({ start, end }: Period, viewBy: ViewBy, zone: string): Temporal.Instant[] {
  const unit = { HOUR: 'hours', DAY: 'days', WEEK: 'weeks', MONTH: 'months' }[viewBy];
  const starts = [start];
  for (let next = start; ; starts.push(next)) {
    next = start
      .toZonedDateTimeISO(zone)
      .add({ [unit]: starts.length })
      .toInstant();
    if (Temporal.Instant.compare(next, end) >= 0) return starts;
  }
}
