import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { formatInstant, formatMicros, hasFourDigitYear, parseInstant, parseMicros } from './instant.ts';

/** As written, and in UTC without needless digits. */
const READABLE: [text: string, utc: string][] = [
  ['2024-03-01T09:00:00Z', '2024-03-01T09:00:00Z'],
  ['2024-03-01T09:00:00.500Z', '2024-03-01T09:00:00.5Z'],
  ['2024-03-01T09:00:00.000000Z', '2024-03-01T09:00:00Z'],
  ['2024-03-01T09:00:00.000001Z', '2024-03-01T09:00:00.000001Z'],
  ['2024-03-01T09:00:00.1234569Z', '2024-03-01T09:00:00.123456Z'],
  ['2024-03-01T09:00:00.123456999999999999Z', '2024-03-01T09:00:00.123456Z'],
  ['1969-12-31T23:59:59.9999999Z', '1969-12-31T23:59:59.999999Z'],
  ['2024-03-01T09:00:00+05:45', '2024-03-01T03:15:00Z'],
  ['2024-03-01T00:30:00-09:30', '2024-03-01T10:00:00Z'],
  ['2024-03-01T00:30:00+23:59', '2024-02-29T00:31:00Z'],
  ['2024-02-29T23:59:59-00:00', '2024-02-29T23:59:59Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ['0099-02-28T12:00:00Z', '0099-02-28T12:00:00Z'],
  ['1600-02-29T00:00:00Z', '1600-02-29T00:00:00Z'],
  ['9999-12-31T23:59:59.9999999Z', '9999-12-31T23:59:59.999999Z'],
  ['2024-03-01T09:00Z', '2024-03-01T09:00:00Z'],
  ['2024-03-01T09Z', '2024-03-01T09:00:00Z'],
  ['2024-03-01T09:00:00,5Z', '2024-03-01T09:00:00.5Z'],
  ['2024-03-01T09:00+02', '2024-03-01T07:00:00Z'],
  ['2024-03-01T09:00:00+0230', '2024-03-01T06:30:00Z'],
  ['1969-03-01T09:00:00,0000019+00', '1969-03-01T09:00:00.000001Z'],
  ['20240301T090000Z', '2024-03-01T09:00:00Z'],
  ['2024-03-01t09:00:00z', '2024-03-01T09:00:00Z'],
  ['2024-03-01 09:00:00Z', '2024-03-01T09:00:00Z'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59Z'],
];

const REFUSED = [
  '',
  '2024-03-01',
  '2024-03-01Z',
  '2024-03-01T09:00:00',
  '2024-03-01T09:00:00.5',
  '09:00:00Z',
  '1709283600',
  '2024-02-30T00:00:00Z',
  '2023-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2024-04-31T00:00:00Z',
  '2024-13-01T00:00:00Z',
  '2024-00-01T00:00:00Z',
  '2024-01-00T00:00:00Z',
  '2024-01-01T24:00:00Z',
  '2024-01-01T00:60:00Z',
  '2024-01-01T00:00:61Z',
  '2024-01-01T00:00:00.Z',
  '2024-01-01T00:00:00+24:00',
  '2024-01-01T00:00:00+02:60',
  '2024-01-01T00:00:00Z[Europe/Berlin]',
  '2024-01-01T00:00:00+01:00[Europe/Berlin]',
  '2024-01-01T00:00:00Z[u-ca=iso8601]',
  '0000-12-31T23:59:59Z',
  '0000-12-31T23:30:00-01:00',
  '0001-01-01T00:00:00+00:01',
  '9999-12-31T23:59:59-00:01',
  '+002024-01-01T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '+010000-01-01T00:00:00Z',
  '10000-01-01T00:00:00Z',
  ' 2024-01-01T00:00:00Z',
  '2024-01-01T00:00:00Z\n',
  'yesterday',
];

describe('parseInstant', () => {
  it.each(READABLE)('reads %s as %s', (text, utc) => {
    const instant = parseInstant(text);
    expect(instant && formatInstant(instant)).toBe(utc);
    expect(parseMicros(text)).toBe(parseMicros(utc));
  });

  it.each(REFUSED)('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
    expect(parseMicros(text)).toBeUndefined();
  });
});

describe('parseMicros', () => {
  const part = (min: number, max: number, width = 2) =>
    fc.integer({ min, max }).map((value) => String(value).padStart(width, '0'));
  const text = fc
    .record({
      date: fc.tuple(part(0, 9999, 4), part(0, 13), part(0, 32)),
      time: fc.tuple(part(0, 24), part(0, 60), part(0, 59)),
      fraction: fc.constantFrom('', '.5', '.25', '.000001', '.999999', '.123456789'),
      offset: fc.constantFrom('Z', '+00:00', '+05:45', '-09:30', '+24:00', '+1400', '-00:60', ''),
    })
    .map(({ date, time, fraction, offset }) => `${date.join('-')}T${time.join(':')}${fraction}${offset}`);

  it('agrees with Temporal on every text', () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(parseMicros(written)).toBe(microsByTemporal(written));
      }),
      { numRuns: 3000 },
    );
  });

  it('is undone by formatMicros', () => {
    const micros = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
    fc.assert(
      fc.property(micros, (value) => {
        expect(parseMicros(formatMicros(value))).toBe(value);
      }),
    );
  });
});

describe('hasFourDigitYear', () => {
  it.each([
    ['0000-12-31T23:59:59.999999Z', false],
    ['0001-01-01T00:00:00Z', true],
    ['9999-12-31T23:59:59.999999Z', true],
    ['+010000-01-01T00:00:00Z', false],
  ])('of %s is %s', (text, expected) => {
    expect(hasFourDigitYear(Temporal.Instant.from(text))).toBe(expected);
  });
});

function microsByTemporal(text: string): bigint | undefined {
  try {
    const instant = Temporal.Instant.from(text).round({ smallestUnit: 'microsecond', roundingMode: 'floor' });
    return hasFourDigitYear(instant) && !text.startsWith('0000')
      ? instant.epochNanoseconds / 1000n
      : undefined;
  } catch {
    return undefined;
  }
}
