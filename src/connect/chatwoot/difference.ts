import type { StatusWord } from './source.ts';

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
  /** It was another one a minute before. */
  readonly isMoving: boolean;
}

/** What a window came to. */
export interface Finding extends Window {
  readonly differences: readonly Difference[];
}
