import type { Formats } from '../format/formats.ts';

/** The beginning of a bucket, as precise as its width needs. */
export function bucketLabel({ day, month }: Formats, viewBy: string, start: string): string {
  return viewBy === 'MONTH' ? month(start) : day(start);
}
