import { z } from 'zod';

/** A span of when rooms began, and how far it is read: backwards from its end. Milliseconds since 1970, both ends included. */
export const windowSchema = z.object({
  start: z.number(),
  end: z.number(),
  /** The offset that is read next; null before it is known how many rooms there are. */
  next: z.int().nullable(),
  /** How many rooms the server gives at once. */
  step: z.int().default(0),
});

export type Window = z.output<typeof windowSchema>;

/** The months of UTC from one instant to another, newest first. Each ends a millisecond before the next begins. */
export function monthsBetween(first: number, last: number): Window[] {
  const windows: Window[] = [];
  const begin = new Date(first);
  let month = Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth());
  while (month <= last) {
    const { year, index } = { year: new Date(month).getUTCFullYear(), index: new Date(month).getUTCMonth() };
    const next = Date.UTC(year, index + 1);
    windows.unshift({ start: Math.max(month, first), end: next - 1, next: null, step: 0 });
    month = next;
  }
  return windows;
}

/** Both halves of a window, the newer first; undefined of one that is a millisecond. */
export function halvesOf({ start, end }: Window): [Window, Window] | undefined {
  if (end <= start) return undefined;
  const middle = Math.floor((start + end) / 2);
  return [
    { start: middle + 1, end, next: null, step: 0 },
    { start, end: middle, next: null, step: 0 },
  ];
}

/** The offset of the last page of so many rooms. */
export function lastOffset(total: number, step: number): number {
  return Math.max(0, Math.ceil(total / step) - 1) * step;
}
