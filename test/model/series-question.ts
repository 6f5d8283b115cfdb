import fc from 'fast-check';
import { type PeriodValue, question } from './question.ts';
import type { Helpdesk } from './records.ts';
import type { VolumesQuestion } from './volumes-by-channel.ts';

const days = fc.constantFrom(0, 0, 20, 50, 200, 330, 700);
const hours = fc.constantFrom(null, null, 1, 30, 168, 169);

/** Longer periods than other reports are asked for, and shorter ones, so that every width is chosen and every rule is broken now and then. */
export const seriesQuestion = (desk: Helpdesk): fc.Arbitrary<VolumesQuestion> =>
  fc
    .record({
      asked: question(desk),
      viewBy: fc.option(fc.constantFrom('HOUR', 'DAY', 'WEEK', 'MONTH'), { nil: undefined }),
      daysBefore: days,
      previousDaysBefore: days,
      hoursLong: hours,
    })
    .map(({ asked, viewBy, daysBefore, previousDaysBefore, hoursLong }) => {
      const longer = begunEarlier(asked.period, daysBefore);
      return {
        ...asked,
        period: hoursLong === null ? longer : ofHours(asked.period, hoursLong),
        ...(asked.previous && {
          previous: begunEarlier(asked.previous, hoursLong === null ? previousDaysBefore : 0),
        }),
        ...(viewBy && { viewBy }),
      };
    });

const hour = 3_600_000;

function begunEarlier({ start, end }: PeriodValue, daysBefore: number): PeriodValue {
  return { start: new Date(Date.parse(start) - daysBefore * 24 * hour).toISOString(), end };
}

function ofHours({ start }: PeriodValue, length: number): PeriodValue {
  return { start, end: new Date(Date.parse(start) + length * hour).toISOString() };
}
