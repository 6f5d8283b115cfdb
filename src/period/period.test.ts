import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { formatInstant } from './instant.ts';
import { exceedsSixMonths, lengthInDays, type Period, previousPeriodOf } from './period.ts';

const periodOf = (start: string, end: string): Period => ({
  start: Temporal.Instant.from(start),
  end: Temporal.Instant.from(end),
});
const written = (period: Period | undefined) => period && [period.start, period.end].map(formatInstant);

describe('PREVIOUS_PERIOD', () => {
  it.each([
    ['2024-03-01T00:00Z', '2024-04-01T00:00Z', ['2024-01-30T00:00:00Z', '2024-03-01T00:00:00Z']],
    // A day of 23 hours is compared with the day before, and the day after with it.
    ['2024-03-31T00:00+01:00', '2024-04-01T00:00+02:00', ['2024-03-29T23:00:00Z', '2024-03-30T23:00:00Z']],
    ['2024-04-01T00:00+02:00', '2024-04-02T00:00+02:00', ['2024-03-30T23:00:00Z', '2024-03-31T22:00:00Z']],
    // Weeks, from midnight and from noon, over both clock changes.
    ['2024-04-01T00:00+02:00', '2024-04-08T00:00+02:00', ['2024-03-24T23:00:00Z', '2024-03-31T22:00:00Z']],
    ['2024-10-28T00:00+01:00', '2024-11-04T00:00+01:00', ['2024-10-20T22:00:00Z', '2024-10-27T23:00:00Z']],
    ['2024-03-30T12:00+01:00', '2024-04-06T12:00+02:00', ['2024-03-23T11:00:00Z', '2024-03-30T11:00:00Z']],
    // The start falls into the skipped hour and moves behind it; into the repeated one, and is the first of the two.
    ['2024-04-01T02:30+02:00', '2024-04-02T02:30+02:00', ['2024-03-31T01:30:00Z', '2024-04-01T00:30:00Z']],
    ['2024-10-28T02:30+01:00', '2024-10-29T02:30+01:00', ['2024-10-27T00:30:00Z', '2024-10-28T01:30:00Z']],
    // Other times of day, and the same time twice on one day, go back by elapsed time.
    ['2024-03-31T00:00+01:00', '2024-04-01T01:00+02:00', ['2024-03-29T23:00:00Z', '2024-03-30T23:00:00Z']],
    [
      '2024-04-01T00:00+02:00',
      '2024-04-01T00:00:00.000001+02:00',
      ['2024-03-31T21:59:59.999999Z', '2024-03-31T22:00:00Z'],
    ],
    ['2024-10-27T02:30+02:00', '2024-10-27T02:30+01:00', ['2024-10-26T23:30:00Z', '2024-10-27T00:30:00Z']],
    ['2024-03-01T00:00Z', '2024-03-01T00:00Z', ['2024-03-01T00:00:00Z', '2024-03-01T00:00:00Z']],
    ['0002-01-01T00:00Z', '0003-01-01T00:00Z', ['0001-01-01T00:00:00Z', '0002-01-01T00:00:00Z']],
    ['0002-01-01T00:00Z', '0003-01-01T00:00:00.000001Z', undefined],
    ['0001-01-01T00:00Z', '9999-12-31T23:59Z', undefined],
  ])('of %s to %s', (start, end, expected) => {
    expect(written(previousPeriodOf(periodOf(start, end), 'PREVIOUS_PERIOD', 'Europe/Berlin'))).toEqual(
      expected,
    );
  });

  it('counts the days of the zone, of which one may have been skipped', () => {
    const period = periodOf('2011-12-31T00:00+14:00', '2012-01-01T00:00+14:00');
    expect(written(previousPeriodOf(period, 'PREVIOUS_PERIOD', 'Pacific/Apia'))).toEqual([
      '2011-12-30T10:00:00Z',
      '2011-12-30T10:00:00Z',
    ]);
    expect(written(previousPeriodOf(period, 'PREVIOUS_PERIOD', 'UTC'))).toEqual([
      '2011-12-29T10:00:00Z',
      '2011-12-30T10:00:00Z',
    ]);
  });
});

describe('PREVIOUS_YEAR', () => {
  it.each([
    ['UTC', '2025-01-01T00:00Z', '2026-01-01T00:00Z', ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z']],
    // Midnight of the zone stays midnight although summer time began on another day.
    [
      'Europe/Berlin',
      '2025-03-30T00:00+01:00',
      '2025-03-31T00:00+02:00',
      ['2024-03-29T23:00:00Z', '2024-03-30T23:00:00Z'],
    ],
    ['UTC', '2024-02-29T00:00Z', '2024-03-01T00:00Z', ['2023-02-28T00:00:00Z', '2023-03-01T00:00:00Z']],
    ['UTC', '2024-02-28T00:00Z', '2024-02-29T00:00Z', ['2023-02-28T00:00:00Z', '2023-03-01T00:00:00Z']],
    ['UTC', '2024-02-28T00:00Z', '2024-03-01T00:00Z', ['2023-02-28T00:00:00Z', '2023-03-01T00:00:00Z']],
    ['UTC', '2024-02-28T12:00Z', '2024-02-29T06:00Z', ['2023-02-28T12:00:00Z', '2023-03-01T06:00:00Z']],
    ['UTC', '2024-01-31T00:00Z', '2024-02-29T00:00Z', ['2023-01-31T00:00:00Z', '2023-03-01T00:00:00Z']],
    // Both ends on 29 February, of one year and of two.
    ['UTC', '2024-02-29T06:00Z', '2024-02-29T18:00Z', ['2023-02-28T06:00:00Z', '2023-02-28T18:00:00Z']],
    ['UTC', '2020-02-29T00:00Z', '2024-02-29T00:00Z', ['2019-02-28T00:00:00Z', '2023-02-28T00:00:00Z']],
    ['UTC', '2023-02-28T00:00Z', '2024-02-29T00:00Z', ['2022-02-28T00:00:00Z', '2023-03-01T00:00:00Z']],
    // 29 February is one of the zone.
    [
      'America/New_York',
      '2024-02-28T00:00-05:00',
      '2024-02-29T00:00-05:00',
      ['2023-02-28T05:00:00Z', '2023-03-01T05:00:00Z'],
    ],
    [
      'Asia/Tokyo',
      '2024-02-28T15:00Z',
      '2024-02-29T15:00Z',
      ['2023-02-27T15:00:00Z', '2023-02-28T15:00:00Z'],
    ],
    // From the first 2:30 to the second 2:10 of a repeated hour.
    [
      'Europe/Berlin',
      '2025-10-26T02:30+02:00',
      '2025-10-26T02:10+01:00',
      ['2024-10-26T00:30:00Z', '2024-10-26T00:30:00Z'],
    ],
    // The start falls into the hour that 31 March 2024 skipped and moves behind the end.
    [
      'Europe/Berlin',
      '2025-03-31T02:45+02:00',
      '2025-03-31T03:15+02:00',
      ['2024-03-31T01:45:00Z', '2024-03-31T01:45:00Z'],
    ],
    // Half an hour of summer time: 2:15 on 6 October 2024 was skipped, 2:45 came half an hour after 1:45.
    [
      'Australia/Lord_Howe',
      '2025-10-06T02:15+11:00',
      '2025-10-07T00:00+11:00',
      ['2024-10-05T15:45:00Z', '2024-10-06T13:00:00Z'],
    ],
    // 30 December 2011 was skipped: both ends fall on the same local time.
    [
      'Pacific/Apia',
      '2012-12-30T10:00+14:00',
      '2012-12-31T10:00+14:00',
      ['2011-12-30T20:00:00Z', '2011-12-30T20:00:00Z'],
    ],
    ['UTC', '0002-01-01T00:00Z', '0002-02-01T00:00Z', ['0001-01-01T00:00:00Z', '0001-02-01T00:00:00Z']],
    ['UTC', '0001-12-31T00:00Z', '0002-02-01T00:00Z', undefined],
  ])('in %s of %s to %s', (zone, start, end, expected) => {
    expect(written(previousPeriodOf(periodOf(start, end), 'PREVIOUS_YEAR', zone))).toEqual(expected);
  });
});

describe('lengthInDays', () => {
  it.each([
    ['2024-03-01T00:00Z', '2024-03-01T00:00Z', 1],
    ['2024-03-01T00:00Z', '2024-03-02T23:59:59.999999Z', 1],
    ['2024-03-01T00:00:00.000001Z', '2024-03-03T00:00Z', 1],
    ['2024-03-01T00:00Z', '2024-03-03T00:00Z', 2],
    ['2024-03-31T00:00+01:00', '2024-04-02T00:00+02:00', 1],
    ['0001-01-01T00:00Z', '9999-12-31T00:00Z', 3_652_058],
  ])('of %s to %s is %i', (start, end, days) => {
    expect(lengthInDays(periodOf(start, end))).toBe(days);
  });
});

describe('exceedsSixMonths', () => {
  it.each([
    ['UTC', '2024-07-01T00:00Z', '2025-01-01T00:00Z', false],
    ['UTC', '2024-07-01T00:00Z', '2025-01-01T00:00:00.000001Z', true],
    // 184 days on the wall clock, of which one has 25 hours, and one 23.
    ['Europe/Berlin', '2024-07-01T00:00+02:00', '2025-01-01T00:00+01:00', false],
    ['Europe/Berlin', '2024-07-01T00:00+02:00', '2025-01-01T00:01+01:00', true],
    ['UTC', '2024-06-30T22:00Z', '2024-12-31T23:00Z', true],
    ['America/New_York', '2024-03-01T00:00-05:00', '2024-09-01T00:00-04:00', false],
    ['America/New_York', '2024-03-01T00:00-05:00', '2024-09-01T00:30-04:00', true],
  ])('in %s, %s to %s: %s', (zone, start, end, expected) => {
    expect(exceedsSixMonths(periodOf(start, end), zone)).toBe(expected);
  });
});
