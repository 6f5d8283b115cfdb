import { expect, test } from 'vitest';
import { verdictOf } from '../../src/dashboard/format/change.ts';
import { channelName } from '../../src/dashboard/format/channel-name.ts';
import { formatsOf } from '../../src/dashboard/format/formats.ts';

const english = formatsOf('en-US', 'America/New_York');
const german = formatsOf('de-DE', 'Europe/Berlin');

test('channels of Chatwoot are named without the word before them', () => {
  expect(['Channel::Email', 'Channel::', 'email'].map(channelName)).toEqual(['Email', 'Channel::', 'email']);
});

test.each([
  [0, '0s'],
  [0.4, '0s'],
  [59.5, '1m'],
  [45, '45s'],
  [60, '1m'],
  [3599.6, '1h'],
  [3900, '1h 5m'],
  [86_399, '23h 59m'],
  [86_401, '1d'],
  [183_600, '2d 3h'],
  [31_536_000, '365d'],
])('%d seconds are %s', (seconds, text) => {
  expect(english.seconds(seconds)).toBe(text);
});

test('numbers are written as the language does', () => {
  const { count, decimal, percent, change, points } = english;
  const written = [
    count(1234),
    decimal(-3.25),
    percent(12.34),
    change(5),
    change(-12.692),
    change(0.001),
    points(1.3),
  ];
  expect(written).toEqual(['1,234', '-3.3', '12.3%', '+5%', '-12.7%', '0%', '+1.3']);
  expect([german.count(1234), german.percent(12.34)]).toEqual(['1.234', '12,3\u00a0%']);
});

test("times are those of the report's zone", () => {
  const at = '2026-01-01T03:30:00Z';
  expect([english.day(at), german.day(at)]).toEqual(['Dec 31', '1. Jan.']);
  expect(english.instant(at).replaceAll('\u202f', ' ')).toBe('Dec 31, 2025, 10:30 PM');
  expect(german.instant(at)).toBe('01.01.2026, 04:30');
});

test('a period is written by its first and its last day', () => {
  const period = english.period('2026-01-01T05:00:00Z', '2026-02-01T05:00:00Z');
  expect(period.replaceAll('\u2009', ' ')).toBe('Jan 1 – 31, 2026');
  expect(english.period('2026-01-01T05:00:00Z', '2026-01-02T05:00:00Z')).toBe('Jan 1, 2026');
  expect(english.period('2026-01-01T05:00:00Z', '2026-01-01T05:00:00Z')).toBe('Jan 1, 2026');
});

test('weekdays and hours know no zone', () => {
  expect([english.weekday(1), english.weekday(7), german.weekday(3)]).toEqual([
    'Monday',
    'Sunday',
    'Mittwoch',
  ]);
  expect([english.hour(0), english.hour(13)].map((text) => text.replaceAll('\u202f', ' '))).toEqual([
    '12 AM',
    '1 PM',
  ]);
  expect(german.hour(13)).toBe('13 Uhr');
});

test.each([
  [5, 'more', 'better'],
  [-5, 'more', 'worse'],
  [5, 'less', 'worse'],
  [-5, 'less', 'better'],
  [5, 'neither', 'more'],
  [-5, 'neither', 'fewer'],
  [0, 'more', 'same'],
  [0.04, 'less', 'same'],
  [0, 'neither', 'same'],
] as const)('a change of %d where %s is better is %s', (delta, direction, verdict) => {
  expect(verdictOf(delta, direction)).toBe(verdict);
});
