import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { parseAddress } from '../../src/dashboard/address/address.ts';
import { comparedWith, periodOf } from '../../src/dashboard/period/period.ts';

/** Half past midnight of 1 March in Kathmandu, still 29 February in UTC. */
const now = Temporal.Instant.from('2024-02-29T18:45:00Z');

test.each([
  ['last-7-days', '2024-02-22', '2024-02-29'],
  ['last-30-days', '2024-01-30', '2024-02-29'],
  ['last-90-days', '2023-12-01', '2024-02-29'],
  ['this-month', '2024-02-01', '2024-03-01'],
  ['last-month', '2024-01-01', '2024-02-01'],
  ['this-year', '2024-01-01', '2024-03-01'],
  ['last-year', '2023-01-01', '2024-01-01'],
  ['own&from=2024-02-28&to=2024-02-28', '2024-02-28', '2024-02-29'],
])('%s in UTC', (span, start, end) => {
  const address = parseAddress(`?period=${span}`);
  expect(periodOf(address, 'UTC', now)).toEqual({ start: `${start}T00:00:00Z`, end: `${end}T00:00:00Z` });
});

test.each([
  ['Asia/Kathmandu', 'this-month', '2024-02-29T18:15:00Z', '2024-03-01T18:15:00Z'],
  // Days begin at 1 where the clock skips midnight.
  ['Africa/Cairo', 'own&from=2024-04-26&to=2024-04-26', '2024-04-25T22:00:00Z', '2024-04-26T21:00:00Z'],
  ['Europe/Berlin', 'own&from=2024-03-31&to=2024-03-31', '2024-03-30T23:00:00Z', '2024-03-31T22:00:00Z'],
  ['Australia/Lord_Howe', 'last-7-days', '2024-02-22T13:00:00Z', '2024-02-29T13:00:00Z'],
])('in %s %s', (zone, span, start, end) => {
  expect(periodOf(parseAddress(`?period=${span}`), zone, now)).toEqual({ start, end });
});

test.each([
  ['', { compareTo: 'PREVIOUS_PERIOD' }],
  ['?compare=previous-year', { compareTo: 'PREVIOUS_YEAR' }],
  ['?compare=none', {}],
  [
    '?compare=own&compareFrom=2023-12-24&compareTo=2023-12-31',
    { previous: { start: '2023-12-23T23:00:00Z', end: '2023-12-31T23:00:00Z' } },
  ],
])('compared as %s says', (search, compared) => {
  expect(comparedWith(parseAddress(search), 'Europe/Berlin')).toEqual(compared);
});
