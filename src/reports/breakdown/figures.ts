import { deltaOf, type Pair } from '../../answering/comparison.ts';
import type { FigureName } from './parts.ts';

/** Tells a figure of one row in one period: it is read when it is asked for. Times are seconds; null where there is nothing to be told. */
export type Figures = (name: FigureName) => Promise<number | null>;

/** A row, or all rows together, in the current and the previous period; the latter is null where no comparison was asked for. */
export interface ComparedFigures {
  readonly current: Figures;
  readonly previous: Figures | null;
}

/** The change of a figure: of a score in points, of any other by the rule of `deltaOf`. */
export function deltaBetween(name: FigureName, now: number | null, before: number | null): number | null {
  if (name !== 'satisfactionScore') return deltaOf(now, before);
  return now === null || before === null ? null : now - before;
}

/** The same of a figure that is yet to be read. */
export async function figureDeltaOf(
  { current, previous }: Pair<Figures>,
  name: FigureName,
): Promise<number | null> {
  const [now, before] = await Promise.all([current(name), previous(name)]);
  return deltaBetween(name, now, before);
}
