import { expect, test } from 'vitest';
import { deltaOf } from '../../answering/comparison.ts';
import { shareOf } from '../../answering/percent.ts';
import { fieldReportOf } from '../../reports/conversations/shape.ts';
import { printedCustomer, printedFields, printedUsage } from './entries.ts';
import { rounded } from './print.ts';

// Help Scout's own example: 1816 conversations now and 2080 before.
const whole = { current: 1816, previous: 2080 };
const usage = (count: number, previousCount: number) =>
  printedUsage({
    id: 'x',
    name: null,
    mailboxId: null,
    ...shareOf({ count, previousCount }, whole),
  });

test.each([
  [1465, 1651, 80.671806167401, 79.375, 1.2968061674009],
  [51, 63, 2.8083700440529, 3.0288461538462, -0.22047610979329],
  [24, 20, 1.3215859030837, 0.96153846153846, 0.36004744154524],
  [31, 29, 1.7070484581498, 1.3942307692308, 0.31281768891901],
  [12, 16, 0.66079295154185, 0.76923076923077, -0.10843781768892],
  [16, 9, 0.88105726872247, 0.43269230769231, 0.44836496103016],
  [13, 12, 0.715859030837, 0.57692307692308, 0.13893595391393],
  [90, 82, 4.9559471365639, 3.9423076923077, 1.0136394442562],
  [75, 91, 4.1299559471366, 4.375, -0.24504405286344],
])('%i of the example after %i', (count, previousCount, percent, previousPercent, deltaPercent) => {
  expect(usage(count, previousCount)).toEqual({
    id: 'x',
    count,
    previousCount,
    percent,
    previousPercent,
    deltaPercent,
  });
});

test.each([
  [1698, 1976, -14.068825910931],
  [1816, 2080, -12.692307692308],
  [1302, 1479, -11.967545638945],
  [60, 67, -10.44776119403],
])('%i after %i is a change of %d', (current, previous, change) => {
  expect(rounded(deltaOf(current, previous) ?? 0)).toBe(change);
});

test('a customer without a name, with the keys in the order of the source', () => {
  const share = shareOf({ count: 1, previousCount: 0 }, whole);
  expect(Object.keys(printedCustomer({ id: '1', name: null, ...share }))).toEqual([
    'count',
    'deltaPercent',
    'id',
    'percent',
    'previousCount',
    'previousPercent',
  ]);
});

test('the percentages of custom fields are told in full', () => {
  const options = [{ id: '7', name: 'Paying', count: 1442, previousCount: 0 }];
  const totals = { total: 2616, answered: 2241, previousTotal: 0, previousAnswered: 0 };
  const field = { id: '8', name: 'Account Type', mailboxId: 'm1', options, ...totals };
  expect(printedFields(fieldReportOf(field, false))).toEqual({
    id: 8,
    name: 'Account Type',
    mailboxId: 'm1',
    values: [{ name: 'Paying', id: 7, count: 1442, percent: 55.12232415902141 }],
    summary: {
      total: 2616,
      totalAnswered: 2241,
      previousTotal: null,
      previousTotalAnswered: null,
      unansweredDelta: 14.3348623853211,
      unansweredPreviousPercent: 0,
      unansweredPercent: 14.3348623853211,
    },
  });
});
