import { secondsFormat } from './seconds.ts';

/** How the page writes numbers and times: by the language of the browser, on the clock of the report's time zone. */
export interface Formats {
  readonly locale: string;
  readonly zone: string;
  readonly count: (value: number) => string;
  /** Of a mean or a score: one digit after the point. */
  readonly decimal: (value: number) => string;
  /** A number that is in percent already. */
  readonly percent: (value: number) => string;
  /** A length of time, such as 2h 5m. */
  readonly seconds: (value: number) => string;
  /** A change in percent, with its sign. */
  readonly change: (value: number) => string;
  /** A change in points, with its sign. */
  readonly points: (value: number) => string;
  readonly day: (instant: string) => string;
  readonly month: (instant: string) => string;
  readonly instant: (instant: string) => string;
  /** The first and the last day of a half-open period. */
  readonly period: (start: string, end: string) => string;
  /** Monday is 1. */
  readonly weekday: (day: number) => string;
  /** An hour of the day, from 0 to 24. */
  readonly hour: (hour: number) => string;
}

export function formatsOf(locale: string, zone: string): Formats {
  const numbers = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value) => format.format(value);
  };
  const times = (options: Intl.DateTimeFormatOptions): ((at: string) => string) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    return (at) => format.format(new Date(at));
  };
  const wall = (options: Intl.DateTimeFormatOptions): ((at: number) => string) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
    return (at) => format.format(new Date(at));
  };
  const days = new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'medium' });
  const percent = numbers({ style: 'percent', maximumFractionDigits: 1 });
  const change = numbers({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const weekday = wall({ weekday: 'long' });
  const hour = wall({ hour: 'numeric' });
  return {
    locale,
    zone,
    count: numbers({ maximumFractionDigits: 0 }),
    decimal: numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    percent: (value) => percent(value / 100),
    seconds: secondsFormat(locale),
    change: (value) => change(value / 100),
    points: numbers({ maximumFractionDigits: 1, signDisplay: 'exceptZero' }),
    day: times({ month: 'short', day: 'numeric' }),
    month: times({ month: 'short', year: 'numeric' }),
    instant: times({ dateStyle: 'medium', timeStyle: 'short' }),
    period: (start, end) =>
      days.formatRange(new Date(start), new Date(Math.max(+new Date(start), +new Date(end) - 1))),
    // The first day of 2024 was a Monday.
    weekday: (day) => weekday(Date.UTC(2024, 0, day)),
    hour: (value) => hour(Date.UTC(2024, 0, 1, value)),
  };
}
