import { expect, test } from 'vitest';
import { parseAddress } from '../../src/dashboard/address/address.ts';
import { secondsTicks, wholeTicks } from '../../src/dashboard/charts/ticks.ts';
import { withBase } from '../../src/dashboard/format/change.ts';
import { csvAddress } from '../../src/dashboard/views/csv/address.ts';
import { narrowedRowsLink } from '../../src/dashboard/views/links.ts';
import { csvOf, rowsVariables } from '../../src/dashboard/views/rows/conditions.ts';

const period = { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' };
const asked = (search: string) => {
  const address = parseAddress(search);
  return rowsVariables(address, { period, filter: { tags: [...address.filter.tags] }, timeZone: 'UTC' });
};
const usual = 'timeZone=UTC&orderBy=CREATED_AT&direction=DESC';

test.each([
  ['', `start=${period.start}&end=${period.end}&activity=TOUCHED&${usual}`],
  ['?ever=true&utm_source=mail&statuses=ASLEEP', `activity=TOUCHED&${usual}`],
  [
    '?ever=true&statuses=OPEN,PENDING&isAssigned=false',
    `isAssigned=false&statuses=OPEN,PENDING&activity=TOUCHED&${usual}`,
  ],
  ['?ever=true&hourFrom=0&hourTo=1&weekday=x', `activity=TOUCHED&${usual}&hourFrom=0&hourTo=1`],
  ['?ever=true&field=f&answered=false', `activity=TOUCHED&${usual}&field=f&answered=false`],
  ['?ever=true&resolveFrom=0', `activity=TOUCHED&${usual}&resolveFrom=0`],
  [
    '?ever=true&responseFrom=0&responseTo=60&handleFrom=1&repliesSent=1&isWaiting=true&firstRepliedBy=u',
    `activity=TOUCHED&${usual}&responseFrom=0&responseTo=60&handleFrom=1&repliesSent=1&isWaiting=true&firstRepliedBy=u`,
  ],
  [
    '?ever=true&activity=RATED&ratedUser=u&ratingScore=GREAT',
    `activity=RATED&${usual}&ratedUser=u&ratingScore=GREAT`,
  ],
  ['?ever=true&ratingScore=BAD', `activity=TOUCHED&${usual}`],
  ['?ever=true&start=now&end=then', `activity=TOUCHED&${usual}`],
])('the file of the list %s is asked for what the list is asked', (search, parameters) => {
  const [, query = ''] = (csvOf(asked(search)) ?? '').split('?');
  expect([...new URLSearchParams(query)].sort()).toEqual([...new URLSearchParams(parameters)].sort());
});

test('a value with a comma has no file', () => {
  expect(csvOf(asked('?tags=a,b'))).toBeNull();
});

test('what is written wrong in an address is no condition', () => {
  expect(asked('?weekday=x&hourFrom=NaN&hourTo=24&start=now&end=then&resolveFrom=-1')).toMatchObject({
    period,
    where: { hourTo: 24 },
  });
});

test.each([
  ['', '1', '?view=rows&tags=1'],
  ['?tags=1&tags=2', '1', '?view=rows&tags=1'],
  ['?tags=2', '1', undefined],
])('of %s, what has the tag %s', (search, tag, link) => {
  expect(narrowedRowsLink(parseAddress(search), 'tags', tag, {})).toBe(link);
});

test.each([
  [0, 1],
  [1, 1],
  [3, 3],
  [80, 5],
])('counts up to %d have %d ticks', (most, ticks) => {
  expect(wholeTicks(most, 5)).toBe(ticks);
});

test.each([
  [0, [0, 1]],
  [45, [0, 15, 30, 45]],
  [3700, [0, 900, 1800, 2700, 3600, 4500]],
  [200_000, [0, 43_200, 86_400, 129_600, 172_800, 216_000]],
  [400_000_000, Array.from({ length: 14 }, (_, year) => year * 31_536_000)],
])('lengths of time up to %d seconds have ticks that are round', (most, ticks) => {
  expect(secondsTicks(most, 5)).toEqual(ticks);
});

test('a share has a change where there was a whole', () => {
  expect([withBase(2, null), withBase(2, 0), withBase(2, 1)]).toEqual([undefined, null, 2]);
});

test('the file of a breakdown is asked for what is compared', () => {
  const asked = { by: 'TAG', period, previous: period, filter: { tags: [] } };
  const [path, query = ''] = (csvAddress('breakdown', asked) ?? '').split('?');
  expect(path).toBe('export/breakdown.csv');
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    by: 'TAG',
    start: period.start,
    end: period.end,
    previousStart: period.start,
    previousEnd: period.end,
  });
});
