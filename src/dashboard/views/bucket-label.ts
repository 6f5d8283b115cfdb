import type { Formats } from '../format/formats.ts';

/** The beginning of a bucket, as precise as its width needs. */
export function bucketLabel({ day, dayAndHour, month }: Formats, viewBy: string, start: string): string {
  if (viewBy === 'HOUR') return dayAndHour(start);
  return viewBy === 'MONTH' ? month(start) : day(start);
}
