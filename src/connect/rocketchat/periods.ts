import { Temporal } from 'temporal-polyfill';
import { bucketsOf } from '../../period/buckets.ts';
import { formatInstant } from '../../period/instant.ts';
import { UsageError } from '../../usage-error.ts';
import { nothingToCompare } from '../source.ts';
import type { RocketchatSettings } from './state.ts';

/** A span whose rooms are compared; the end is excluded. Milliseconds since 1970. */
export interface Period {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const weekMilliseconds = 7 * 86_400_000;
const monthsChecked = 12;

/**
 * What is compared: each of the last twelve months of the account's zone, the one that has begun included, and the last seven days; or
 * the months of the span that is asked for. What began before the first room that is copied is left out.
 */
export function periodsOf(
  { since, until }: { readonly since?: number | undefined; readonly until?: number | undefined },
  now: number,
  { timeZone: zone, since: copied }: Pick<RocketchatSettings, 'timeZone' | 'since'>,
): Period[] {
  const thisMonth = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(zone)
    .with({ day: 1 })
    .startOfDay();
  const nextMonth = thisMonth.add({ months: 1 }).toInstant();
  const first = thisMonth.subtract({ months: monthsChecked - 1 }).toInstant();
  const start = since === undefined ? first : Temporal.Instant.fromEpochMilliseconds(since * 1000);
  const end = until === undefined ? nextMonth : Temporal.Instant.fromEpochMilliseconds(until * 1000);
  const months = bucketsOf({ start, end }, 'MONTH', zone).map((month) =>
    periodOf(month.start.epochMilliseconds, month.end.epochMilliseconds),
  );
  const isAll = since === undefined && until === undefined;
  const periods = isAll ? [...months, periodOf(now - weekMilliseconds, now)] : months;
  const meant = periods.filter(({ end: last }) => last > (copied ?? 0));
  if (meant.length === 0) throw new UsageError(nothingToCompare);
  return meant.map((period) => periodOf(Math.max(period.start, copied ?? period.start), period.end));
}

function periodOf(start: number, end: number): Period {
  const instant = (milliseconds: number): string =>
    formatInstant(Temporal.Instant.fromEpochMilliseconds(milliseconds));
  return { name: `${instant(start)} to ${instant(end)}`, start, end };
}
