import { z } from 'zod';
import { timeKinds } from '../../counting/ahead/times.ts';

/** The parts of the sorted values at which percentiles lie. */
export const percentiles = { median: 0.5, p90: 0.9, p95: 0.95 } as const;

/** What is asked of the values of a kind: nothing besides counts and sums, percentiles, or how many lie below some bounds. */
export interface Asked {
  readonly percentiles: boolean;
  /** Ascending. */
  readonly bounds: readonly number[];
}

/** Parses the values of a kind in a period that lie between two bounds. */
export const durationRow = z.object({
  kind: z.enum(timeKinds),
  period: z.int(),
  /** How many of the bounds are not above these values. */
  bucket: z.int(),
  count: z.int(),
  sum: z.number(),
  min: z.number(),
  max: z.number(),
  /** All replies of the conversations, and how many of these have exactly one; of resolutions alone. */
  replies: z.int(),
  once: z.int(),
  /** The least value that reaches the rank below, and above, of each percentile; null where none does, or where they are not asked for. */
  reached: z.array(z.number().nullable()).nullable(),
});

export type DurationRow = z.infer<typeof durationRow>;

/** What is known of the values of a kind in a period. Seconds; null where there are none. */
export interface Durations {
  readonly count: number;
  readonly average: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Exact and continuous; null also where they were not asked for. */
  readonly median: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  /** All replies of the conversations, and how many of these have exactly one. */
  readonly replies: number;
  readonly once: number;
  /** How many values lie between neighbours of the bounds that were asked about; the first below the first bound. */
  readonly buckets: readonly number[];
}

/** The rows of one kind in one period, one for each bucket between `bounds` that has any value. */
export function durationsOf(rows: readonly DurationRow[], bounds: readonly number[]): Durations {
  const sumOf = (partOf: (row: DurationRow) => number): number =>
    rows.reduce((sum, row) => sum + partOf(row), 0);
  const count = sumOf((row) => row.count);
  const [median, p90, p95] = percentilesOf(rows, count);
  const countIn = new Map(rows.map((row) => [row.bucket, row.count]));
  return {
    count,
    average: count === 0 ? null : sumOf(({ sum }) => sum) / count,
    min: count === 0 ? null : Math.min(...rows.map(({ min }) => min)),
    max: count === 0 ? null : Math.max(...rows.map(({ max }) => max)),
    median: median ?? null,
    p90: p90 ?? null,
    p95: p95 ?? null,
    replies: sumOf(({ replies }) => replies),
    once: sumOf(({ once }) => once),
    buckets: [0, ...bounds].map((_, bucket) => countIn.get(bucket) ?? 0),
  };
}

/** Linear between the values at the ranks around each percentile: PostgreSQL's `percentile_cont`. */
function percentilesOf(rows: readonly DurationRow[], count: number): (number | null)[] {
  return Object.values(percentiles).map((percentile, index) => {
    const [below, above] = [2 * index, 2 * index + 1].map((rank) => leastOf(rows, rank));
    if (below == null || above == null) return null;
    const place = percentile * (count - 1);
    return below + (above - below) * (place - Math.floor(place));
  });
}

/** The least value of all buckets that reaches a rank. */
function leastOf(rows: readonly DurationRow[], rank: number): number | null {
  const values = rows.flatMap(({ reached }) => reached?.[rank] ?? []);
  return values.length === 0 ? null : Math.min(...values);
}

/** The values between two bounds, or from the last one on. */
export interface DurationRange {
  readonly from: number;
  readonly to: number | null;
  readonly count: number;
}

/** The values in the ranges between some of the bounds that were asked about. */
export function rangesOf(
  { buckets }: Durations,
  asked: readonly number[],
  bounds: readonly number[],
): DurationRange[] {
  const starts = [0, ...bounds];
  return starts.map((from, index) => {
    const to = bounds[index] ?? null;
    const [first, end] = [
      from === 0 ? 0 : asked.indexOf(from) + 1,
      to === null ? asked.length + 1 : asked.indexOf(to) + 1,
    ];
    return { from, to, count: buckets.slice(first, end).reduce((sum, count) => sum + count, 0) };
  });
}
