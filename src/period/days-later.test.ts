import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { daysLater } from './buckets.ts';
import { toInstant } from './instant.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'America/Toronto',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
];

const seconds = (text: string): number => Temporal.Instant.from(text).epochMilliseconds / 1000;

test('days later is what Temporal says, whatever the clock does on either day or between them', () => {
  const second = fc.integer({ min: seconds('1900-01-01T00:00Z'), max: seconds('2040-01-01T00:00Z') });
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      second,
      fc.nat(400),
      fc.boolean(),
      (zone, from, days, atChange) => {
        const drawn = toInstant(BigInt(from) * 1_000_000n + 1n).toZonedDateTimeISO(zone);
        const change = drawn.getTimeZoneTransition('next');
        // Half of them are so many days before a change of the clock, within two hours of its time of day.
        const start =
          atChange && change ? change.subtract({ days }).add({ minutes: Math.abs(from % 240) - 120 }) : drawn;
        const expected = start.toInstant().toZonedDateTimeISO(zone).add({ days }).toInstant();
        expect(daysLater(start.toInstant(), days, zone).toString()).toBe(expected.toString());
      },
    ),
    { numRuns: 3000 },
  );
});
