import { expect, it } from 'vitest';
import { timeZoneOf } from './zone.ts';

it.each([
  'UTC',
  'Europe/Berlin',
  'America/Argentina/Buenos_Aires',
  'America/Port-au-Prince',
  'Asia/Kathmandu',
  'Asia/Katmandu',
  'Europe/Kyiv',
  'Etc/GMT+5',
  'EST5EDT',
  'CET',
  'GMT',
  'America/Knox_IN',
])('%s is a time zone, however it is spelled', (name) => {
  for (const text of [name, name.toLowerCase(), name.toUpperCase()]) expect(timeZoneOf(text)).toBe(name);
});

it.each([
  '',
  ' ',
  'Z',
  '+02:00',
  '-0800',
  '+01',
  'UTC+1',
  'GMT+5',
  'PST',
  'pst',
  'IST',
  'SystemV/PST8',
  'US/Pacific-New',
  'Etc/Unknown',
  'Europe/Berlin ',
  'Europe/Atlantis',
  'Berlin',
  '2024-01-01T00:00:00Z',
  '2024-01-01T00:00[Europe/Berlin]',
  'local',
])('%j is none', (text) => {
  expect(timeZoneOf(text)).toBeUndefined();
});
