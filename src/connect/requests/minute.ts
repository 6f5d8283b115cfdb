import type { Headers } from 'undici';

/** When the next whole minute of the source's clock begins, as this machine's clock has it. Milliseconds since 1970. */
export function nextMinute(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  const theirs = Number.isNaN(date) ? now : date;
  return now + 60_000 - (theirs % 60_000);
}
