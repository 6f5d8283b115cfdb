import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { microsOf } from './instant.ts';
import { officeClock } from './office-clock.ts';
import type { IsoWeekday, OfficeHours, OfficeInterval } from './office-hours.ts';

const WEEKDAYS: IsoWeekday[] = [1, 2, 3, 4, 5, 6, 7];
const daily = (...spans: [from: string, to: string][]): OfficeHours => ({
  enabled: true,
  days: WEEKDAYS.flatMap((day) => spans.map(([from, to]) => ({ day, from, to }))),
});
const workdays: OfficeHours = {
  enabled: true,
  days: daily(['09:00', '17:00']).days.filter(({ day }) => day < 6),
};
const lunch = daily(['08:00', '12:00'], ['13:00', '17:00']);
const always = daily(['00:00', '24:00']);
const night = daily(['02:00', '02:30'], ['03:00', '04:00']);
const HOUR = 3600;

const TABLE: [name: string, OfficeHours, zone: string, from: string, to: string, seconds: number][] = [
  ['within hours', workdays, 'Europe/Berlin', '2024-03-01T09:00+01:00', '2024-03-01T09:31:18+01:00', 1878],
  ['before opening', workdays, 'Europe/Berlin', '2024-03-01T07:00+01:00', '2024-03-01T09:00:05+01:00', 5],
  ['over a weekend', workdays, 'Europe/Berlin', '2024-03-01T16:00+01:00', '2024-03-04T10:00+01:00', 2 * HOUR],
  ['on a Sunday', workdays, 'Europe/Berlin', '2024-03-03T09:00+01:00', '2024-03-03T17:00+01:00', 0],
  ['at one instant', workdays, 'Europe/Berlin', '2024-03-01T10:00+01:00', '2024-03-01T10:00+01:00', 0],
  ['over lunch', lunch, 'Asia/Kathmandu', '2024-03-01T11:30+05:45', '2024-03-01T13:30+05:45', HOUR],
  ['floored once', workdays, 'UTC', '2024-03-01T16:59:59.5Z', '2024-03-04T09:00:00.5Z', 1],
  ['just short of a second', workdays, 'UTC', '2024-03-01T16:59:59.500001Z', '2024-03-04T09:00:00.5Z', 0],
  [
    'a day of 23 hours',
    always,
    'Europe/Berlin',
    '2024-03-31T00:00+01:00',
    '2024-04-01T00:00+02:00',
    23 * HOUR,
  ],
  [
    'a day of 25 hours',
    always,
    'America/New_York',
    '2024-11-03T00:00-04:00',
    '2024-11-04T00:00-05:00',
    25 * HOUR,
  ],
  // 02:00 to 02:30 moves to 03:00 to 03:30, into the other interval.
  ['a skipped hour', night, 'Europe/Berlin', '2024-03-31T00:00+01:00', '2024-04-01T00:00+02:00', HOUR],
  // Only the first 02:00 to 02:30.
  ['a repeated hour', night, 'Europe/Berlin', '2024-10-27T00:00+02:00', '2024-10-28T00:00+01:00', 1.5 * HOUR],
  [
    'an interval around a repeated hour',
    daily(['01:30', '05:00']),
    'Europe/Berlin',
    '2024-10-27T00:00+02:00',
    '2024-10-28T00:00+01:00',
    4.5 * HOUR,
  ],
  // 02:30 becomes 03:30, which is after 03:00.
  [
    'an interval turned around',
    daily(['02:30', '03:00']),
    'Europe/Berlin',
    '2024-03-31T00:00+01:00',
    '2024-04-01T00:00+02:00',
    0,
  ],
  [
    'half an hour of summer time',
    daily(['01:00', '03:00']),
    'Australia/Lord_Howe',
    '2024-10-06T00:00+10:30',
    '2024-10-07T00:00+11:00',
    1.5 * HOUR,
  ],
  [
    'a midnight that did not exist',
    daily(['22:00', '24:00'], ['00:00', '00:30']),
    'America/Sao_Paulo',
    '2018-11-03T12:00-03:00',
    '2018-11-04T12:00-02:00',
    2.5 * HOUR,
  ],
  [
    'up to a midnight after a repeated hour',
    daily(['22:00', '24:00']),
    'America/Sao_Paulo',
    '2019-02-16T12:00-02:00',
    '2019-02-17T12:00-03:00',
    3 * HOUR,
  ],
  [
    'the hours of a day that did not exist, as those of the next',
    { enabled: true, days: [{ day: 5, from: '09:00', to: '17:00' }] },
    'Pacific/Apia',
    '2011-12-29T12:00-10:00',
    '2012-01-01T12:00+14:00',
    8 * HOUR,
  ],
  [
    'over a holiday',
    { ...workdays, closedDays: ['2024-03-29', '2024-04-01'] },
    'Europe/Berlin',
    '2024-03-28T16:00+01:00',
    '2024-04-02T10:00+02:00',
    2 * HOUR,
  ],
  [
    'from one holiday until within the next',
    { ...always, closedDays: ['2024-12-26', '2024-12-24', '2024-12-24'] },
    'America/New_York',
    '2024-12-24T12:00-05:00',
    '2024-12-26T12:00-05:00',
    24 * HOUR,
  ],
  [
    'within a holiday',
    { ...always, closedDays: ['2024-12-25'] },
    'UTC',
    '2024-12-25T00:00Z',
    '2024-12-25T23:00Z',
    0,
  ],
  [
    'a holiday of the zone, which is another day in UTC',
    { ...always, closedDays: ['2024-12-25'] },
    'Pacific/Auckland',
    '2024-12-24T00:00Z',
    '2024-12-25T11:00:00.000001Z',
    11 * HOUR,
  ],
  [
    'a holiday of 25 hours',
    { ...always, closedDays: ['2024-10-27'] },
    'Europe/Berlin',
    '2024-10-26T12:00+02:00',
    '2024-10-28T12:00+01:00',
    24 * HOUR,
  ],
  [
    'an interval that another one reached over midnight',
    { ...daily(['22:00', '24:00'], ['00:00', '02:00']), closedDays: ['2024-05-02'] },
    'UTC',
    '2024-05-01T12:00Z',
    '2024-05-03T12:00Z',
    4 * HOUR,
  ],
  [
    'floored once, over holidays',
    { ...always, closedDays: ['2024-05-02', '2024-05-03', '2024-05-09'] },
    'UTC',
    '2024-05-01T23:59:59.5Z',
    '2024-05-04T00:00:00.5Z',
    1,
  ],
  [
    'holidays of all times',
    { ...always, closedDays: ['0001-01-02', '1700-05-05', '2600-01-01', '9999-12-30'] },
    'UTC',
    '0001-01-01T00:00Z',
    '9999-12-31T23:59:59.999999Z',
    315_537_897_599 - 4 * 24 * HOUR,
  ],
  [
    'holidays where no hours are enabled',
    { ...always, enabled: false, closedDays: ['2024-12-25'] },
    'UTC',
    '2024-12-25T00:00Z',
    '2024-12-26T00:00Z',
    24 * HOUR,
  ],
  ['a change on a Monday', workdays, 'Asia/Tehran', '2022-03-21T00:00+03:30', '2022-03-21T10:00+03:30', HOUR],
  [
    'not enabled',
    { ...workdays, enabled: false },
    'UTC',
    '2024-03-02T00:00:00.9Z',
    '2024-03-03T00:00:00.8Z',
    86_399,
  ],
  ['no hours at all', daily(), 'UTC', '2024-03-01T00:00Z', '2025-03-01T00:00Z', 0],
  ['all years', always, 'UTC', '0001-01-01T00:00Z', '9999-12-31T23:59:59.999999Z', 315_537_897_599],
];

describe('officeClock', () => {
  it.each(TABLE)('%s', (_, hours, zone, from, to, seconds) => {
    expect(officeClock(hours, zone)(microsAt(from), microsAt(to))).toBe(seconds);
  });

  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'America/Sao_Paulo',
    'America/St_Johns',
    'Asia/Tehran',
  ];
  const marks = [
    '2011-12-30',
    '2018-11-04',
    '2019-02-17',
    '2022-03-21',
    '2024-03-31',
    '2024-10-06',
    '2024-10-27',
    '1800-01-20',
    '2501-01-03',
    '2790-03-28',
  ];
  const time = fc
    .integer({ min: 0, max: 96 })
    .map((quarter) => `${twoDigits(quarter / 4)}:${twoDigits((quarter % 4) * 15)}`);
  const hours = fc.array(fc.tuple(fc.constantFrom(...WEEKDAYS), time, time), { maxLength: 12 }).map(toHours);
  const closed = fc.array(fc.integer({ min: -40, max: 40 }), { maxLength: 6 });
  const seconds = fc.double({ min: 0, max: 30 * 86_400, noNaN: true });

  it('agrees with a count day by day', () => {
    const mark = fc.constantFrom(...marks);
    fc.assert(
      fc.property(
        hours,
        fc.constantFrom(...zones),
        mark,
        closed,
        seconds,
        seconds,
        (weekly, zone, day, closedDays, before, length) => {
          const date = Temporal.PlainDate.from(day);
          const open = { ...weekly, closedDays: closedDays.map((days) => date.add({ days }).toString()) };
          const from = microsAt(`${day}T12:00Z`) - toMicros(before);
          const to = from + toMicros(length);
          expect(officeClock(open, zone)(from, to)).toBe(countedByDay(open, zone, from, to));
        },
      ),
      { numRuns: 200 },
    );
  });

  const newYorkClock = officeClock(workdays, 'America/New_York');
  it.each(['2024-03-01T17:00Z', '2600-01-01T00:00Z', '1700-01-01T00:00Z'])('adds up over %s', (text) => {
    const [middle, first, last] = [
      microsAt(text),
      microsAt('0001-01-01T00:00Z'),
      microsAt('9999-12-31T17:00Z'),
    ];
    expect(newYorkClock(first, middle) + newYorkClock(middle, last)).toBe(newYorkClock(first, last));
  });
});

function microsAt(text: string): bigint {
  return microsOf(Temporal.Instant.from(text));
}

const toMicros = (duration: number) => BigInt(Math.round(duration * 1e6));

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

/** Keeps the intervals that run forward and do not meet an earlier one of their day. */
function toHours(drawn: [IsoWeekday, string, string][]): OfficeHours {
  const days: OfficeInterval[] = [];
  for (const [day, from, to] of drawn) {
    const isFree = days.every((other) => other.day !== day || to <= other.from || other.to <= from);
    if (from < to && isFree) days.push({ day, from, to });
  }
  return { enabled: true, days };
}

/** The rule word by word: resolve the intervals of every local day, then add up each stretch that one covers on no closed day. */
function countedByDay({ days, closedDays }: OfficeHours, zone: string, from: bigint, to: bigint): number {
  const intervals: { from: bigint; to: bigint }[] = [];
  const lastDay = dateOf(to, zone).add({ days: 2 });
  let date = dateOf(from, zone).subtract({ days: 2 });
  for (; Temporal.PlainDate.compare(date, lastDay) <= 0; date = date.add({ days: 1 })) {
    for (const interval of days.filter(({ day }) => day === date.dayOfWeek)) {
      intervals.push({ from: resolved(date, interval.from, zone), to: resolved(date, interval.to, zone) });
    }
  }
  const closed = (closedDays ?? []).map((text) => {
    const day = Temporal.PlainDate.from(text);
    return { from: resolved(day, '00:00', zone), to: resolved(day, '24:00', zone) };
  });
  const inside = (micros: bigint) => micros >= from && micros <= to;
  const edges = [
    from,
    to,
    ...[...intervals, ...closed].flatMap((each) => [each.from, each.to]).filter(inside),
  ];
  const sorted = edges.toSorted((a, b) => (a < b ? -1 : 1));
  const open = sorted.map((edge, index) => {
    const next = sorted[index + 1] ?? edge;
    const isIn = (each: { from: bigint; to: bigint }) => each.from <= edge && next <= each.to;
    return intervals.some(isIn) && !closed.some(isIn) ? next - edge : 0n;
  });
  return Number(open.reduce((sum, stretch) => sum + stretch, 0n) / 1_000_000n);
}

function dateOf(micros: bigint, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochNanoseconds(micros * 1000n)
    .toZonedDateTimeISO(zone)
    .toPlainDate();
}

function resolved(date: Temporal.PlainDate, time: string, zone: string): bigint {
  const local =
    time === '24:00' ? date.add({ days: 1 }).toPlainDateTime('00:00') : date.toPlainDateTime(time);
  return microsOf(local.toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant());
}
