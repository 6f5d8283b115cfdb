import { Temporal } from 'temporal-polyfill';

type Parts = Readonly<Record<string, string | undefined>>;

const year = String.raw`(?<year>\d{4})`;
const offset = String.raw`(?<offset>Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?`;
const fraction = String.raw`(?:[.,](?<fraction>\d+))?`;
const extendedTime = String.raw`(?<hour>\d\d)(?::(?<minute>\d\d)(?::(?<second>\d\d)${fraction})?)?`;
const basicTime = String.raw`(?<hour>\d\d)(?:(?<minute>\d\d)(?:(?<second>\d\d)${fraction})?)?`;
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The forms of ISO 8601 that the source takes, and RFC 2822. A day may have a time, which is as basic or extended as the day. */
const forms = [
  year,
  String.raw`${year}-(?<month>\d\d)`,
  String.raw`${year}-?W(?<week>\d\d)`,
  withTime(String.raw`${year}-(?<month>\d\d)-(?<day>\d\d)`, extendedTime),
  withTime(String.raw`${year}-W(?<week>\d\d)-(?<weekday>\d)`, extendedTime),
  withTime(String.raw`${year}-(?<ordinal>\d{3})`, extendedTime),
  withTime(String.raw`${year}(?<month>\d\d)(?<day>\d\d)`, basicTime),
  withTime(String.raw`${year}W(?<week>\d\d)(?<weekday>\d)`, basicTime),
  withTime(String.raw`${year}(?<ordinal>\d{3})`, basicTime),
  String.raw`(?:(?<dayName>${days.join('|')}), )?(?<day>\d{1,2}) (?<monthName>${months.join('|')}) ${year} ` +
    String.raw`(?<hour>[01]\d|2[0-3]):(?<minute>\d\d)(?::(?<second>\d\d))? ` +
    String.raw`(?<offset>GMT|UT|[+-](?:[01]\d|2[0-3])[0-5]\d)`,
].map((form) => new RegExp(`^${form}$`));

function withTime(date: string, time: string): string {
  return `${date}(?:[T ]${time}${offset})?`;
}

/**
 * The instant that a text means, undefined where it means none. Without an offset it is a time of `zone`, resolved as Temporal's
 * `compatible` does.
 */
export function instantOf(text: string, zone: string): Temporal.Instant | undefined {
  for (const form of forms) {
    const parts = form.exec(text)?.groups;
    if (parts) return instantOfParts(parts, zone);
  }
  return undefined;
}

function instantOfParts(parts: Parts, zone: string): Temporal.Instant | undefined {
  try {
    const date = dateOf(parts);
    if (!date || !isNamedRightly(date, parts['dayName'])) return undefined;
    const time = dateTimeOf(date, parts);
    if (!time) return undefined;
    const { offset: written } = parts;
    return written === undefined
      ? time.toZonedDateTime(zone).toInstant()
      : time
          .toZonedDateTime('UTC')
          .toInstant()
          .subtract({ minutes: minutesOf(written) });
  } catch (error) {
    // What no calendar has, such as 30 February.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function dateOf(parts: Parts): Temporal.PlainDate | undefined {
  const of = Number(parts['year']);
  if (of === 0) return undefined;
  const firstDay = new Temporal.PlainDate(of, 1, 1);
  if (parts['ordinal']) return sameYear(firstDay.add({ days: Number(parts['ordinal']) - 1 }), of);
  if (parts['week']) return dayOfWeek(of, Number(parts['week']), Number(parts['weekday'] ?? 1));
  const month = parts['monthName'] ? months.indexOf(parts['monthName']) + 1 : Number(parts['month'] ?? 1);
  return new Temporal.PlainDate(of, month, Number(parts['day'] ?? 1));
}

function sameYear(date: Temporal.PlainDate, of: number): Temporal.PlainDate | undefined {
  return date.year === of ? date : undefined;
}

/** 4 January lies in a year's first week. */
function dayOfWeek(of: number, week: number, weekday: number): Temporal.PlainDate | undefined {
  if (weekday < 1 || weekday > 7) return undefined;
  const inFirst = new Temporal.PlainDate(of, 1, 4);
  const date = inFirst.add({ days: (week - 1) * 7 + weekday - inFirst.dayOfWeek });
  return date.yearOfWeek === of && date.weekOfYear === week ? date : undefined;
}

function isNamedRightly({ dayOfWeek: weekday }: Temporal.PlainDate, name: string | undefined): boolean {
  return name === undefined || days[weekday - 1] === name;
}

function dateTimeOf(date: Temporal.PlainDate, parts: Parts): Temporal.PlainDateTime | undefined {
  const [hour, minute, second] = ['hour', 'minute', 'second'].map((unit) => Number(parts[unit] ?? 0));
  // Stored times have microseconds.
  const micros = Number((parts['fraction'] ?? '').slice(0, 6).padEnd(6, '0'));
  if (hour === 24) {
    const isMidnight = minute === 0 && second === 0 && /^0*$/.test(parts['fraction'] ?? '');
    return isMidnight ? date.add({ days: 1 }).toPlainDateTime() : undefined;
  }
  const time = new Temporal.PlainTime(hour, minute, second).add({ microseconds: micros });
  return date.toPlainDateTime(time);
}

function minutesOf(written: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(written) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -size : size;
}
