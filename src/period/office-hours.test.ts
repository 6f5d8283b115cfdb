import { expect, it } from 'vitest';
import { minutesOf, type OfficeInterval, officeHoursProblem } from './office-hours.ts';

const on = (day: OfficeInterval['day'], from: string, to: string): OfficeInterval => ({ day, from, to });

const TABLE: [days: OfficeInterval[], problem: string | undefined][] = [
  [[], undefined],
  [[on(1, '00:00', '24:00')], undefined],
  [[on(1, '13:00', '17:00'), on(1, '09:00', '13:00')], undefined],
  [[on(1, '09:00', '17:00'), on(2, '09:00', '17:00')], undefined],
  [[on(7, '24:00', '24:00')], 'day 7: 24:00 to 24:00 ends before it starts; split it at midnight'],
  [[on(1, '09:00', '09:00')], 'day 1: 09:00 to 09:00 ends before it starts; split it at midnight'],
  [[on(5, '22:00', '06:00')], 'day 5: 22:00 to 06:00 ends before it starts; split it at midnight'],
  [[on(3, '9:00', '17:00')], 'day 3: "9:00" is not a time from 00:00 to 24:00'],
  [[on(3, '09:00', '24:01')], 'day 3: "24:01" is not a time from 00:00 to 24:00'],
  [[on(3, '09:60', '17:00')], 'day 3: "09:60" is not a time from 00:00 to 24:00'],
  [
    [on(2, '12:00', '17:00'), on(1, '09:00', '17:00'), on(2, '09:00', '12:01')],
    'day 2: 09:00 to 12:01 and 12:00 to 17:00 overlap; join them',
  ],
  [
    [on(1, '09:00', '17:00'), on(1, '09:00', '17:00')],
    'day 1: 09:00 to 17:00 and 09:00 to 17:00 overlap; join them',
  ],
  [
    [on(1, '09:00', '10:00'), on(1, '08:00', '20:00'), on(1, '12:00', '13:00')],
    'day 1: 08:00 to 20:00 and 09:00 to 10:00 overlap; join them',
  ],
];

it.each(TABLE)('officeHoursProblem of %j is %s', (days, problem) => {
  expect(officeHoursProblem(days)).toBe(problem);
});

it.each([
  ['00:00', 0],
  ['09:05', 545],
  ['24:00', 1440],
])('%s is %i minutes from midnight', (time, minutes) => {
  expect(minutesOf(time)).toBe(minutes);
});
