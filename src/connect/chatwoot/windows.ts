import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { TooLongError } from '../requests/errors.ts';
import { unknownChannel } from './conversation.ts';
import type { Difference, Finding, Window } from './difference.ts';
import type { Copying } from './run.ts';
import { statusWords } from './source.ts';
import { statusOf } from './threads.ts';
import type { Truth } from './truth.ts';

const daySeconds = 86_400;

/** Chatwoot answers for half a year at most. */
const windowSeconds = 180 * daySeconds;

export function windowsOf({ since, until }: Window): Window[] {
  const windows: Window[] = [];
  for (let start = since; start < until; start += windowSeconds)
    windows.push({ since: start, until: Math.min(until, start + windowSeconds) });
  return windows;
}

/** Compares windows one by one, and halves of those that take Chatwoot too long. Null: this Chatwoot has no such report. */
export async function compareWindows(run: Compared, windows: readonly Window[]): Promise<Finding[] | null> {
  const findings: Finding[] = [];
  for (const { since, until } of windows) {
    const found = await compareWindow(run, { since, until });
    if (found === null) return null;
    findings.push(...found);
  }
  return findings;
}

async function compareWindow(run: Compared, window: Window): Promise<Finding[] | null> {
  try {
    const differences = await differencesIn(run, window);
    return differences && [{ ...window, differences }];
  } catch (error) {
    const middle = middleOf(window);
    if (!(error instanceof TooLongError) || middle === undefined) throw error;
    return compareWindows(run, [
      { since: window.since, until: middle },
      { since: middle, until: window.until },
    ]);
  }
}

/** A midnight of UTC in the middle of a window; undefined where it has none. */
function middleOf({ since, until }: Window): number | undefined {
  const firstDay = Math.floor(since / daySeconds);
  const endDay = Math.ceil(until / daySeconds);
  return endDay - firstDay <= 1 ? undefined : Math.floor((firstDay + endDay) / 2) * daySeconds;
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
      return theirs === own ? [] : [{ channel, status, theirs, ours: own, isMoving: false }];
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
  const middle = middleOf(window);
  if (middle === undefined) return [new Date(window.since * 1000).toISOString().slice(0, 10)];
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
    const whole = gaps.get(key) ?? { channel, status, theirs: 0, ours: 0, isMoving: false };
    gaps.set(key, { ...whole, theirs: whole.theirs - theirs, ours: whole.ours - ours });
  }
  return [...gaps.values()].filter(({ theirs, ours }) => theirs !== ours);
}
