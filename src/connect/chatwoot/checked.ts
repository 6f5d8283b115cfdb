import type { Copying } from './run.ts';
import type { Truth } from './truth.ts';

/** A copy and what it is held against. */
export interface Checked extends Copying {
  readonly truth: Truth;
}
