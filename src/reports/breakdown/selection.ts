import { Prisma } from '../../database/generated/client.ts';
import type { Scope, Slice } from '../../question/slice.ts';
import { type Dimension, type DimensionKey, isKeyIn } from '../dimension.ts';
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

/** Which rows are counted, whenever something happened, and how their times are. */
export interface Selection {
  readonly scope: Scope;
  /** Null: all conversations are one row. */
  readonly by: Dimension | null;
  /** Null: all rows that there are. */
  readonly keys: readonly DimensionKey[] | null;
  /** Whether only time inside the account's office hours counts. */
  readonly officeHours: boolean;
}

/** The key of a row; that of nobody, which is counted as 0, is null. */
export function keyOrNobody({ by }: Selection, key: Prisma.Sql): Prisma.Sql {
  return by === 'USER' ? Prisma.sql`nullif(${key}, 0)` : key;
}

/** The condition that a key is one of those asked for. */
export function isAsked({ by, keys }: Selection, key: Prisma.Sql): Prisma.Sql {
  return by && keys ? isKeyIn(by, key, keys) : Prisma.sql`true`;
}
