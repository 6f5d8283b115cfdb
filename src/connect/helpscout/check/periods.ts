import { Temporal } from 'temporal-polyfill';
import { instant } from '../client.ts';

/** Whole Unix seconds; the end is excluded. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

const months = 3;
const days = 7;

/** The last full months and the last days of a zone, all of them over. */
export function periodsBefore(now: number, timeZone: string): Period[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now * 1000)
    .toZonedDateTimeISO(timeZone)
    .startOfDay();
  const thisMonth = today.with({ day: 1 }).startOfDay();
  const monthsBefore = Array.from({ length: months }, (_, back) => ({
    start: secondsOf(thisMonth.subtract({ months: back + 1 })),
    end: secondsOf(thisMonth.subtract({ months: back })),
  }));
  return [...monthsBefore, { start: secondsOf(today.subtract({ days })), end: secondsOf(today) }];
}

function secondsOf({ epochMilliseconds }: Temporal.ZonedDateTime): number {
  return epochMilliseconds / 1000;
}

/** As Help Scout's own clients ask: until the last second of a period. */
export function askedAs({ start, end }: Period): string {
  return `start=${instant(start)}&end=${instant(end - 1)}`;
}
