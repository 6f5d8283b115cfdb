import { describe, expect, it } from 'vitest';
import { busyTimesOf, fieldReportOf, topEntryOf } from './shape.ts';

const row = (day: number, hour: number, count: number) => ({ day, hour, count });
const oneOfEach = [1, 1, 1, 1, 1, 1, 1];

describe('busyTimesOf', () => {
  it.each([
    ['nothing', [], oneOfEach, null],
    ['one conversation', [row(7, 23, 1)], oneOfEach, { day: 7, hour: 23, count: 1, start: 22 }],
    ['equal days', [row(5, 9, 2), row(2, 9, 2)], oneOfEach, { day: 2, hour: 9, count: 2, start: 8 }],
    [
      'a day that came twice as often',
      [row(1, 9, 3), row(2, 9, 2)],
      [2, 1, 1, 1, 1, 1, 1],
      { day: 2, hour: 9, count: 2, start: 8 },
    ],
    [
      'equal averages of unequal sums',
      [row(1, 9, 3), row(2, 9, 1)],
      [3, 1, 1, 1, 1, 1, 1],
      { day: 1, hour: 9, count: 3, start: 8 },
    ],
    [
      'equal hours of a day',
      [row(3, 15, 2), row(3, 4, 2), row(4, 20, 3)],
      oneOfEach,
      { day: 3, hour: 4, count: 4, start: 19 },
    ],
    [
      'two hours that outnumber a busier one',
      [row(1, 0, 4), row(2, 10, 3), row(3, 11, 3)],
      oneOfEach,
      { day: 1, hour: 0, count: 4, start: 10 },
    ],
  ])('of %s', (_case, rows, days, expected) => {
    expect(busyTimesOf(rows, days)).toEqual(expected);
  });
});

describe('topEntryOf', () => {
  const counts = { count: 1, previousCount: 0, total: 1 };

  it('keeps what an entry is and says what part of the whole it has', () => {
    const entry = topEntryOf(
      { kind: 'workflow', id: '7', name: 'Escalate', mailboxId: null, ...counts },
      { current: 4, previous: 0 },
    );
    expect(entry).toEqual({
      id: '7',
      name: 'Escalate',
      mailboxId: null,
      count: 1,
      previousCount: 0,
      percent: 25,
      previousPercent: 0,
      deltaPercent: 25,
    });
  });
});

const field = {
  id: '1',
  name: 'Locale',
  mailboxId: 'm',
  total: 4,
  previousTotal: 2,
  answered: 3,
  previousAnswered: 2,
  options: [{ id: 'de', name: 'German', count: 2, previousCount: 1 }],
};
const german = { id: 'de', name: 'German', count: 2 };
const { id, name, mailboxId } = field;

describe('fieldReportOf', () => {
  it('compares the values and the unanswered', () => {
    expect(fieldReportOf(field, true)).toEqual({
      id,
      name,
      mailboxId,
      values: [{ ...german, previousCount: 1, percent: 50, previousPercent: 50, deltaPercent: 0 }],
      summary: {
        total: 4,
        totalAnswered: 3,
        previousTotal: 2,
        previousTotalAnswered: 2,
        unansweredPercent: 25,
        unansweredPreviousPercent: 0,
        unansweredDelta: 25,
      },
    });
  });

  it('knows nothing of a previous period that nobody asked for', () => {
    const nothing = { previousCount: null, previousPercent: null, deltaPercent: null };
    expect(fieldReportOf({ ...field, previousTotal: 0, previousAnswered: 0 }, false)).toEqual({
      id,
      name,
      mailboxId,
      values: [{ ...german, percent: 50, ...nothing }],
      summary: {
        total: 4,
        totalAnswered: 3,
        previousTotal: null,
        previousTotalAnswered: null,
        unansweredPercent: 25,
        unansweredPreviousPercent: null,
        unansweredDelta: null,
      },
    });
  });
});
