import type { Slice } from '../../question/slice.ts';
import type { Dimension } from '../dimension.ts';
import type { FigureName } from './parts.ts';

/** A whole question for a breakdown: its rows, in the order of a figure. */
export interface Breakdown extends Slice {
  readonly by: Dimension;
  /** Whether only time inside the account's office hours counts. */
  readonly officeHours: boolean;
  readonly orderBy: FigureName;
  readonly direction: 'ASC' | 'DESC';
}

/** What decides which rows there are, and their order: no more than the current period. */
export type Ranking = Omit<Breakdown, 'timeZone' | 'previous'>;
