import { Temporal } from 'temporal-polyfill';

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z in microseconds since 1970: what four digits can write. */
const FIRST_MICROS = -62_135_596_800_000_000n;
const LAST_MICROS = 253_402_300_799_999_999n;

/** 400 Gregorian years: `Date.UTC` takes years below 100 for those of the 20th century, but not 400 years later. */
const CYCLE_YEARS = 400;
const CYCLE_MILLIS = 146_097 * 86_400_000;

const FOUR_DIGIT_YEAR = /^(?!0000)\d{4}/;
const COMMON_FORM =
  /^(?!0000)(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Microseconds since 1970 of an ISO 8601 date and time with an offset or `Z`, or undefined if `text` is anything
 * else, has an impossible date, or lies outside the years 0001 to 9999 as written or in UTC.
 *
 * Storage keeps microseconds: further digits are cut off. It is a `bigint` because a `number` is exact for the years
 * 1685 to 2255 only. A leap second counts as the second before it.
 */
export function parseMicros(text: string): bigint | undefined {
  const micros = parseCommonForm(text) ?? parseAnyForm(text);
  return micros !== undefined && micros >= FIRST_MICROS && micros <= LAST_MICROS ? micros : undefined;
}

/** The instant that {@link parseMicros} reads, for the places that do calendar arithmetic with it. */
export function parseInstant(text: string): Temporal.Instant | undefined {
  const micros = parseMicros(text);
  return micros === undefined ? undefined : toInstant(micros);
}

/** UTC, RFC 3339 with `Z` and no fraction unless there is one. PostgreSQL reads it exactly. */
export function formatMicros(micros: bigint): string {
  const sinceFirst = micros - FIRST_MICROS;
  const millis = Number(sinceFirst / 1000n) + Number(FIRST_MICROS / 1000n);
  const fraction = Number(sinceFirst % 1_000_000n);
  const seconds = new Date(millis).toISOString().slice(0, 19);
  return fraction === 0 ? `${seconds}Z` : `${seconds}.${padded(fraction).replace(/0+$/, '')}Z`;
}

/** {@link formatMicros} of an instant within the years 0001 to 9999. */
export function formatInstant(instant: Temporal.Instant): string {
  return formatMicros(microsOf(instant));
}

/** The instant so many microseconds after (before) 1970. */
export function toInstant(micros: bigint): Temporal.Instant {
  return Temporal.Instant.fromEpochNanoseconds(micros * 1000n);
}

/** The same, or the nearest instant that four digits of a year can write. */
export function toNearestInstant(micros: bigint): Temporal.Instant {
  if (micros < FIRST_MICROS) return toInstant(FIRST_MICROS);
  return toInstant(micros > LAST_MICROS ? LAST_MICROS : micros);
}

/** Microseconds since 1970; every instant here is a whole number of them. */
export function microsOf(instant: Temporal.Instant): bigint {
  return instant.epochNanoseconds / 1000n;
}

/** Whether the instant's year in UTC has the four digits that the API and storage hold. */
export function hasFourDigitYear(instant: Temporal.Instant): boolean {
  const micros = microsOf(instant);
  return micros >= FIRST_MICROS && micros <= LAST_MICROS;
}

/** The form nearly all input has, several times faster than Temporal reads it: an import reads millions. */
function parseCommonForm(text: string): bigint | undefined {
  const match = COMMON_FORM.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = match;
  const midnight = Date.UTC(Number(year) + CYCLE_YEARS, Number(month) - 1, Number(day));
  if (Number(day) > 28 && new Date(midnight).getUTCDate() !== Number(day)) return undefined;
  const minutes = Number(hour) * 60 + Number(minute) - offsetMinutesOf(sign, offsetHour, offsetMinute);
  const millis = midnight - CYCLE_MILLIS + (minutes * 60 + Number(second)) * 1000;
  const micros = BigInt(millis) * 1000n;
  return fraction === undefined ? micros : micros + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

function offsetMinutesOf(
  sign: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
): number {
  if (sign === undefined) return 0;
  const minutes = Number(hour) * 60 + Number(minute);
  return sign === '-' ? -minutes : minutes;
}

/** All of ISO 8601 that Temporal reads, without its annotations in brackets and its six-digit years. */
function parseAnyForm(text: string): bigint | undefined {
  if (!FOUR_DIGIT_YEAR.test(text) || text.includes('[')) return undefined;
  try {
    const instant = Temporal.Instant.from(text);
    return microsOf(instant.round({ smallestUnit: 'microsecond', roundingMode: 'floor' }));
  } catch {
    return undefined;
  }
}

function padded(fraction: number): string {
  return String(fraction).padStart(6, '0');
}
