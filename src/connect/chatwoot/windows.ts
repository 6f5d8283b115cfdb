import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { unknownChannel } from './conversation.ts';
import type { Copying } from './run.ts';
import { type StatusWord, statusWords } from './source.ts';
import { statusOf } from './threads.ts';
import type { Truth } from './truth.ts';

/** Whole Unix seconds; the end is excluded. */
export interface Window {
  readonly since: number;
  readonly until: number;
}

/** Where the two count differently. */
export interface Difference {
  readonly channel: string;
  readonly status: StatusWord;
  readonly theirs: number;
  readonly ours: number;
}

/** Chatwoot answers for half a year at most. */
const windowSeconds = 180 * 86_400;

export function windowsOf({ since, until }: Window): Window[] {
  const windows: Window[] = [];
  for (let start = since; start < until; start += windowSeconds)
    windows.push({ since: start, until: Math.min(until, start + windowSeconds) });
  return windows;
}

type Counts = Map<string, number>;

const countRow = z.object({ channel: z.string(), status: z.string(), count: z.int() });

/** A copy, and what Chatwoot itself counts. */
export interface Compared extends Pick<Copying, 'database' | 'accountKey'> {
  readonly truth: Pick<Truth, 'channelSummary'>;
}

/** Asks Chatwoot and the copy for one window, and gives where they differ. Null: this Chatwoot has no such report. */
export async function differencesIn(run: Compared, window: Window): Promise<Difference[] | null> {
  const summary = await run.truth.channelSummary(window.since, window.until);
  if (summary === null) return null;
  const ours = await ownCounts(run, window);
  const channels = new Set([
    ...Object.keys(summary).map((name) => name || unknownChannel),
    ...channelsOf(ours),
  ]);
  return [...channels].sort().flatMap((channel) =>
    statusWords.flatMap((status) => {
      const theirs =
        (summary[channel] ?? (channel === unknownChannel ? summary[''] : undefined))?.[status] ?? 0;
      const own = ours.get(keyOf(channel, statusOf[status])) ?? 0;
      return theirs === own ? [] : [{ channel, status, theirs, ours: own }];
    }),
  );
}

async function ownCounts({ database, accountKey }: Compared, { since, until }: Window): Promise<Counts> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select channel, status::text as status, count(*)::int as count
      from conversations
      where account_key = ${accountKey} and not deleted
        and created_at >= to_timestamp(${since}::float8) and created_at < to_timestamp(${until}::float8)
      group by channel, status`,
    countRow,
  );
  return new Map(rows.map(({ channel, status, count }) => [keyOf(channel, status), count]));
}

function keyOf(channel: string, status: string): string {
  return JSON.stringify([channel, status]);
}

function channelsOf(counts: Counts): string[] {
  return Array.from(counts.keys(), (key) => (JSON.parse(key) as [string, string])[0]);
}

const daySeconds = 86_400;

/** The days of UTC in a window of which the two count differently: halves are asked for until they are days. */
export async function differingDays(run: Compared, window: Window): Promise<string[]> {
  const differences = await differencesIn(run, window);
  return differences && differences.length > 0 ? narrowed(run, window, differences) : [];
}

/** Only the first half is asked for: what it does not account for lies in the second. */
async function narrowed(
  run: Compared,
  window: Window,
  differences: readonly Difference[],
): Promise<string[]> {
  if (differences.length === 0) return [];
  const firstDay = Math.floor(window.since / daySeconds);
  const endDay = Math.ceil(window.until / daySeconds);
  if (endDay - firstDay <= 1) return [new Date(window.since * 1000).toISOString().slice(0, 10)];
  const middle = Math.floor((firstDay + endDay) / 2) * daySeconds;
  const first = { since: window.since, until: middle };
  const inFirst = (await differencesIn(run, first)) ?? [];
  const inSecond = withoutThose(differences, inFirst);
  return [
    ...(await narrowed(run, first, inFirst)),
    ...(await narrowed(run, { since: middle, until: window.until }, inSecond)),
  ];
}

function withoutThose(all: readonly Difference[], part: readonly Difference[]): Difference[] {
  const gaps = new Map<string, Difference>();
  for (const one of all) gaps.set(keyOf(one.channel, one.status), one);
  for (const { channel, status, theirs, ours } of part) {
    const key = keyOf(channel, status);
    const whole = gaps.get(key) ?? { channel, status, theirs: 0, ours: 0 };
    gaps.set(key, { channel, status, theirs: whole.theirs - theirs, ours: whole.ours - ours });
  }
  return [...gaps.values()].filter(({ theirs, ours }) => theirs !== ours);
}
