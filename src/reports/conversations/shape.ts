import { z } from 'zod';
import { type Share, shareOf, type Whole } from '../../answering/percent.ts';
import type { HourRow } from '../../counting/busy-hours.ts';

export interface BusyTimes {
  /** The weekday (Monday is 1), its busiest hour, and the conversations created on it. */
  readonly day: number;
  readonly hour: number;
  readonly count: number;
  /** The first hour of the busiest two. */
  readonly start: number;
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const weekdays = [1, 2, 3, 4, 5, 6, 7];

/**
 * The busiest weekday by its average over the `days` of each weekday (Monday first), its busiest hour, and the busiest two
 * hours of all days; the earlier ones where they tie. Null where nothing was created. Source: Help Scout.
 */
export function busyTimesOf(rows: readonly HourRow[], days: readonly number[]): BusyTimes | null {
  if (rows.length === 0) return null;
  const onDay = sumsBy(rows, (row) => row.day);
  const inHour = sumsBy(rows, ({ hour }) => hour);
  const day = firstHighest(weekdays, (weekday) => onDay(weekday) / Math.max(1, days[weekday - 1] ?? 0));
  const inHourOfDay = sumsBy(
    rows.filter((row) => row.day === day),
    ({ hour }) => hour,
  );
  return {
    day,
    hour: firstHighest(hours, inHourOfDay),
    count: onDay(day),
    start: firstHighest(hours.slice(0, -1), (hour) => inHour(hour) + inHour(hour + 1)),
  };
}

/** The sum of the counts of the rows with each key. */
function sumsBy(rows: readonly HourRow[], keyOf: (row: HourRow) => number): (key: number) => number {
  const sums = new Map<number, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.count);
  return (key) => sums.get(key) ?? 0;
}

function firstHighest(candidates: readonly number[], rankingOf: (candidate: number) => number): number {
  return candidates.reduce((best, candidate) => (rankingOf(candidate) > rankingOf(best) ? candidate : best));
}

/** Parses a customer and their touched conversations in the period and the previous one. */
export const customerRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  count: z.int(),
  previousCount: z.int(),
});

type CustomerRow = z.infer<typeof customerRow>;

/** An entry of the top list of customers. */
export type CustomerEntry = Pick<CustomerRow, 'id' | 'name'> & Share;

export function customerEntryOf({ id, name, ...counts }: CustomerRow, whole: Whole): CustomerEntry {
  return { id, name, ...shareOf(counts, whole) };
}

const topKind = z.enum(['tag', 'savedReply', 'workflow']);

/** What a top list is of, besides customers. */
export type TopKind = z.infer<typeof topKind>;

/** Parses an entry of a top list; `total` is the sum of `count` over all entries, also those beyond the list. */
export const topRow = z.object({
  kind: topKind,
  id: z.string(),
  name: z.string().nullable(),
  mailboxId: z.string().nullable(),
  count: z.int(),
  previousCount: z.int(),
  total: z.int(),
});

type TopRow = z.infer<typeof topRow>;

/** An entry of a top list of tags, saved replies or workflows. */
export type TopEntry = Pick<TopRow, 'id' | 'name' | 'mailboxId'> & Share;

export function topEntryOf({ id, name, mailboxId, ...counts }: TopRow, whole: Whole): TopEntry {
  return { id, name, mailboxId, ...shareOf(counts, whole) };
}

/**
 * Parses a custom field, the touched conversations of its mailbox in the first and the second period, those of them that have a
 * value for it, and the options that occur in the first.
 */
export const fieldRow = z.object({
  id: z.string(),
  name: z.string(),
  mailboxId: z.string(),
  total: z.int(),
  previousTotal: z.int(),
  answered: z.int(),
  previousAnswered: z.int(),
  options: z.array(z.object({ id: z.string(), name: z.string(), count: z.int(), previousCount: z.int() })),
});

type FieldRow = z.infer<typeof fieldRow>;

export interface FieldSummary {
  readonly total: number;
  readonly totalAnswered: number;
  readonly previousTotal: number | null;
  readonly previousTotalAnswered: number | null;
  readonly unansweredPercent: number;
  readonly unansweredPreviousPercent: number | null;
  readonly unansweredDelta: number | null;
}

export type FieldValue = Pick<FieldRow, 'id' | 'name'> & Share;

export interface FieldReport extends Pick<FieldRow, 'id' | 'name' | 'mailboxId'> {
  readonly values: readonly FieldValue[];
  readonly summary: FieldSummary;
}

/** A custom field's values and summary; what belongs to a comparison is null unless `compared`. Source: Help Scout. */
export function fieldReportOf(row: FieldRow, compared: boolean): FieldReport {
  const whole = { current: row.total, previous: compared ? row.previousTotal : null };
  const unanswered = shareOf(
    { count: row.total - row.answered, previousCount: row.previousTotal - row.previousAnswered },
    whole,
  );
  return {
    id: row.id,
    name: row.name,
    mailboxId: row.mailboxId,
    values: row.options.map(({ id, name, ...counts }) => ({ id, name, ...shareOf(counts, whole) })),
    summary: {
      total: row.total,
      totalAnswered: row.answered,
      previousTotal: whole.previous,
      previousTotalAnswered: compared ? row.previousAnswered : null,
      unansweredPercent: unanswered.percent,
      unansweredPreviousPercent: unanswered.previousPercent,
      unansweredDelta: unanswered.deltaPercent,
    },
  };
}
