import type { Dimension } from '../../reporting/dimension.ts';
import type { Slice } from '../../reporting/slice.ts';
import type { FigureName } from './parts.ts';

/** A whole question for a breakdown: its `first` rows by a figure. */
export interface Breakdown extends Slice {
  readonly by: Dimension;
  /** Whether only time inside the account's office hours counts. */
  readonly officeHours: boolean;
  readonly orderBy: FigureName;
  readonly direction: 'ASC' | 'DESC';
  readonly first: number;
}

/** What decides its rows: no more than the current period. */
export type Ranking = Omit<Breakdown, 'timeZone' | 'previous'>;
