import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  dayCalendar,
  daysTouchedBy,
  edgesOf,
  monthOf,
  weekOf,
  wholeDaysOf,
  wholeMonthsOf,
  wholeWeeksOf,
} from './days.ts';
import { microsOf } from './instant.ts';
import type { Period } from './period.ts';

const epoch = Temporal.PlainDate.from('1970-01-01');
const dayNumber = (date: string): number => epoch.until(date, { largestUnit: 'days' }).days;
const dateOf = (day: number): string => epoch.add({ days: day }).toString();
const micros = (text: string): bigint => microsOf(Temporal.Instant.from(text));
const periodOf = (start: string, end: string): Period => ({
  start: Temporal.Instant.from(start),
  end: Temporal.Instant.from(end),
});

describe('a day', () => {
  test.each([
    ['begins at midnight', 'Europe/Berlin', '2024-03-30T23:00:00Z', '2024-03-31'],
    ['ends at midnight', 'Europe/Berlin', '2024-03-31T21:59:59.999999Z', '2024-03-31'],
    ['of 25 hours is one', 'Europe/Berlin', '2024-10-27T22:59:59Z', '2024-10-27'],
    ['before 1970 has a negative number', 'UTC', '1969-12-31T23:59:59Z', '1969-12-31'],
    [
      'begins later where the clock skips midnight',
      'America/Sao_Paulo',
      '2018-11-04T03:00:00Z',
      '2018-11-04',
    ],
    [
      'that the clock enters twice begins the first time',
      'America/St_Johns',
      '2010-11-07T03:00:00Z',
      '2010-11-07',
    ],
    ['that was skipped holds no instant', 'Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31'],
    ['lies in the first year', 'America/New_York', '0001-01-01T00:00:00Z', '0000-12-31'],
    ['lies in the last year', 'Asia/Tokyo', '9999-12-31T23:59:59Z', '+010000-01-01'],
  ])('%s', (_case, zone, instant, date) => {
    expect(dateOf(dayCalendar(zone).dayOf(micros(instant)))).toBe(date);
  });

  test.each(['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia'])(
    'of %s holds each of its instants, and no other does',
    (zone) => {
      const { dayOf, startOf } = dayCalendar(zone);
      fc.assert(
        fc.property(
          fc.bigInt({ min: micros('1950-01-01T00:00:00Z'), max: micros('2050-01-01T00:00:00Z') }),
          (at) => {
            const day = dayOf(at);
            expect(startOf(day) <= at && at < startOf(day + 1)).toBe(true);
          },
        ),
      );
    },
  );
});

test.each([
  ['from midnight to midnight', '2024-03-30T23:00:00Z', '2024-04-01T22:00:00Z', '2024-03-31', 2, []],
  ['with an hour at either end', '2024-03-30T22:00:00Z', '2024-04-01T23:00:00Z', '2024-03-31', 2, [0, 1]],
  ['that holds no midnight', '2024-03-31T08:00:00Z', '2024-03-31T09:00:00Z', '2024-03-31', 0, [0]],
  ['across one midnight', '2024-03-31T08:00:00Z', '2024-04-01T09:00:00Z', '2024-04-01', 0, [0]],
  ['without length', '2024-03-31T08:00:00Z', '2024-03-31T08:00:00Z', '2024-03-31', 0, []],
])('the whole days of a period %s', (_case, start, end, first, days, edges) => {
  const period = periodOf(start, end);
  const calendar = dayCalendar('Europe/Berlin');
  const whole = wholeDaysOf(period, calendar);
  expect(whole.until - whole.first).toBe(days);
  if (days > 0) expect(dateOf(whole.first)).toBe(first);
  expect(edgesOf(period, whole, calendar)).toHaveLength(edges.length);
});

test('the edges and the whole days are the period, and share nothing', () => {
  const calendar = dayCalendar('Australia/Lord_Howe');
  const instant = fc.integer({ min: Date.UTC(2024, 2, 1), max: Date.UTC(2024, 4, 1) });
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)].map(
        Temporal.Instant.fromEpochMilliseconds,
      );
      if (!start || !end) throw new Error('there are two instants');
      const days = wholeDaysOf({ start, end }, calendar);
      const parts = edgesOf({ start, end }, days, calendar).map((edge) => [
        microsOf(edge.start),
        microsOf(edge.end),
      ]);
      if (days.first < days.until) parts.push([calendar.startOf(days.first), calendar.startOf(days.until)]);
      const inOrder = parts.sort(([a = 0n], [b = 0n]) => Number(a - b));
      expect(
        inOrder.flat().filter((at, index, all) => at !== all[index - 1] && at !== all[index + 1]),
      ).toEqual(one === other ? [] : [microsOf(start), microsOf(end)]);
    }),
  );
});

test('the days that a period touches are those of its first and its last instant and all between', () => {
  const calendar = dayCalendar('Europe/Berlin');
  const touched = daysTouchedBy(periodOf('2024-03-30T22:00:00Z', '2024-04-01T22:00:00Z'), calendar);
  expect([dateOf(touched.first), dateOf(touched.until)]).toEqual(['2024-03-30', '2024-04-02']);
});

test.each([
  ['two of them', '2024-01-31', '2024-04-15', '2024-02-01', '2024-04-01'],
  ['from the first to the first', '2024-02-01', '2024-03-01', '2024-02-01', '2024-03-01'],
  ['none between', '2024-02-02', '2024-03-20', '2024-02-02', '2024-02-02'],
  ['none', '2024-02-02', '2024-02-02', '2024-02-02', '2024-02-02'],
])('the whole months of days: %s', (_case, first, until, firstMonth, untilMonth) => {
  const months = wholeMonthsOf({ first: dayNumber(first), until: dayNumber(until) });
  expect([dateOf(months.first), dateOf(months.until)]).toEqual([firstMonth, untilMonth]);
});

test('the month of a day ends where the next one begins', () => {
  const { first, until } = monthOf(dayNumber('2024-02-29'));
  expect([dateOf(first), dateOf(until)]).toEqual(['2024-02-01', '2024-03-01']);
});

test.each([
  ['of four weeks', '2026-02-01', '2026-03-01', ['02-01', '02-08', '02-15', '02-22']],
  [
    'whose last week is longer, and a part of the next',
    '2026-03-21',
    '2026-04-20',
    ['03-22', '04-01', '04-08'],
  ],
  ['without a whole week', '2026-03-02', '2026-03-14', []],
  ['without a day', '2026-03-01', '2026-03-01', []],
])('the whole weeks of days %s', (_case, first, until, weeks) => {
  const whole = wholeWeeksOf({ first: dayNumber(first), until: dayNumber(until) });
  expect(whole.map((week) => dateOf(week.first))).toEqual(weeks.map((day) => `2026-${day}`));
  for (const { first: start, until: end } of whole) expect(weekOf(end - 1).first).toBe(start);
});
