export type IsoWeekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Local times of day, `HH:MM`; `to` may be `24:00`, the midnight that ends the day. Monday is day 1. */
export interface OfficeInterval {
  readonly day: IsoWeekday;
  readonly from: string;
  readonly to: string;
}

export interface OfficeHours {
  readonly enabled: boolean;
  /** Several intervals a day are allowed, in any order. */
  readonly days: readonly OfficeInterval[];
  /** Dates of the account's zone, `YYYY-MM-DD`, on which no hour is an office hour. */
  readonly closedDays?: readonly string[] | null | undefined;
}

const TIME_OF_DAY = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** What is wrong with the intervals, as a clause for an error message, or undefined if they are sound. */
export function officeHoursProblem(days: readonly OfficeInterval[]): string | undefined {
  // Times of one width compare as text as they do as times.
  const sorted = days.toSorted((a, b) => a.day - b.day || (a.from < b.from ? -1 : 1));
  return (
    days.map(intervalProblem).find((problem) => problem !== undefined) ??
    sorted
      .map((interval, index) => overlapProblem(sorted[index - 1], interval))
      .find((problem) => problem !== undefined)
  );
}

/** Minutes from midnight of a sound `HH:MM`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function intervalProblem({ day, from, to }: OfficeInterval): string | undefined {
  const malformed = [from, to].find((time) => !TIME_OF_DAY.test(time));
  if (malformed !== undefined) return `day ${day}: "${malformed}" is not a time from 00:00 to 24:00`;
  return from < to ? undefined : `day ${day}: ${from} to ${to} ends before it starts; split it at midnight`;
}

function overlapProblem(before: OfficeInterval | undefined, interval: OfficeInterval): string | undefined {
  if (before === undefined || before.day !== interval.day || before.to <= interval.from) return undefined;
  return `day ${interval.day}: ${before.from} to ${before.to} and ${interval.from} to ${interval.to} overlap; join them`;
}
