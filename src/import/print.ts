import type { Reject } from './import.ts';
import { recordTypes } from './record.ts';
import { type Tally, totalOf } from './tally.ts';

const longestReason = 300;

/** A rejected line for a terminal: one line, without characters that would steer it. */
export function printedReject(name: string, { line, type, id, reason }: Reject): string {
  const record = [type, id].filter((part) => part !== undefined).join(' ');
  const text = `${name}:${line}${record && ` ${record}`}: ${reason}`;
  const cut = text.length > longestReason ? `${text.slice(0, longestReason)}…` : text;
  return cut.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '\ufffd');
}

/** What an import took; of the `seconds` from opening the first input so many went to counting ahead of time. */
export interface Effort {
  readonly seconds: number;
  readonly countingSeconds: number;
  readonly peakMegabytes: number;
}

/** The table at the end of an import. */
export function printedTally(tally: Tally, { seconds, countingSeconds, peakMegabytes }: Effort): string {
  const { imported, rejected, warnings } = tally;
  const rows = [...recordTypes, 'unreadable' as const]
    .map(
      (type) =>
        [type, type === 'unreadable' ? 0 : (imported.get(type) ?? 0), rejected.get(type) ?? 0] as const,
    )
    .filter(([, some, none]) => some + none > 0);
  const table = [['', 'imported', 'rejected'], ...rows, ['total', totalOf(imported), totalOf(rejected)]];
  const lines = table.map(([type, some, none]) => {
    return `${String(type).padEnd(14)}${String(some).padStart(10)}${String(none).padStart(10)}`;
  });
  const rate = Math.round((imported.get('conversation') ?? 0) / seconds);
  return [
    ...lines,
    `${warnings} warnings: conversations closed before they were created`,
    `${seconds.toFixed(1)} s (${countingSeconds.toFixed(1)} s of it to count ahead of time), ${rate} conversations a second, at most ${peakMegabytes} MB of memory`,
    '',
  ].join('\n');
}
