import { Temporal } from 'temporal-polyfill';
import type { Address, Dates } from '../address/address.ts';
import type { SpanName } from '../address/choices.ts';

/** Two instants; the second is the first one outside. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** What a period is compared with, as arguments of a report: at most one of the two. */
export interface Compared {
  readonly compareTo?: 'PREVIOUS_PERIOD' | 'PREVIOUS_YEAR';
  readonly previous?: Period;
}

/**
 * The chosen period in a time zone. The last days are whole ones, up to yesterday; this month and this year reach to the end of
 * today.
 */
export function periodOf(
  { span, dates }: Pick<Address, 'span' | 'dates'>,
  zone: string,
  now: Temporal.Instant,
): Period {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const [first, after] = dates ? [Temporal.PlainDate.from(dates.from), dayAfter(dates)] : daysOf(span, today);
  return { start: startOf(first, zone), end: startOf(after, zone) };
}

/** What the period is compared with, as arguments of a report; none without a comparison. */
export function comparedWith(
  { comparison, comparedDates }: Pick<Address, 'comparison' | 'comparedDates'>,
  zone: string,
): Compared {
  if (comparison === 'previous-period') return { compareTo: 'PREVIOUS_PERIOD' };
  if (comparison === 'previous-year') return { compareTo: 'PREVIOUS_YEAR' };
  if (comparison === 'none' || !comparedDates) return {};
  const start = startOf(Temporal.PlainDate.from(comparedDates.from), zone);
  return { previous: { start, end: startOf(dayAfter(comparedDates), zone) } };
}

function daysOf(span: SpanName, today: Temporal.PlainDate): [Temporal.PlainDate, Temporal.PlainDate] {
  const month = today.with({ day: 1 });
  const year = month.with({ month: 1 });
  const tomorrow = today.add({ days: 1 });
  switch (span) {
    case 'last-7-days':
      return [today.subtract({ days: 7 }), today];
    case 'last-90-days':
      return [today.subtract({ days: 90 }), today];
    case 'this-month':
      return [month, tomorrow];
    case 'last-month':
      return [month.subtract({ months: 1 }), month];
    case 'this-year':
      return [year, tomorrow];
    case 'last-year':
      return [year.subtract({ years: 1 }), year];
    default:
      return [today.subtract({ days: 30 }), today];
  }
}

function dayAfter({ to }: Dates): Temporal.PlainDate {
  return Temporal.PlainDate.from(to).add({ days: 1 });
}

function startOf(date: Temporal.PlainDate, zone: string): string {
  return date.toZonedDateTime(zone).toInstant().toString();
}
