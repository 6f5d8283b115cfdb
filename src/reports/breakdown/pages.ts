import type { Database } from '../../database/client.ts';
import type { Period } from '../../period/period.ts';
import { toScope } from '../../question/slice.ts';
import type { DimensionKey } from '../dimension.ts';
import { type FigureName, figureNames, valueOfNothing } from './parts.ts';
import { readFigures } from './query.ts';
import { readKeys, readNames } from './ranking-query.ts';
import type { Breakdown } from './selection.ts';

type FigureValues = Readonly<Record<FigureName, number | null>>;

/** A row with all its figures; `previous` is null where there is no comparison. */
export interface ReadRow {
  readonly key: string | null;
  readonly name: string | null;
  readonly current: FigureValues;
  readonly previous: FigureValues | null;
}

/** Rows that are read together: enough to be fast, few enough to hold. */
const pageLength = 2000;

/**
 * Reads a whole breakdown, a page at each call and never two at once; null after the last. First the rows' keys are put in order, and
 * of all else no more than a page is held.
 */
export function pagesOf(database: Database, breakdown: Breakdown, first: number | null) {
  let keys: Promise<DimensionKey[][]> | undefined;
  let place = 0;
  const pages = (): Promise<DimensionKey[][]> => {
    keys ??= readKeys(database, breakdown, first, pageLength);
    return keys;
  };
  return {
    nextPage: async (): Promise<ReadRow[] | null> => {
      const page = (await pages())[place];
      place += 1;
      return page ? readPage(database, breakdown, page) : null;
    },
    total: async (): Promise<number> => (await pages()).reduce((sum, { length }) => sum + length, 0),
  };
}

async function readPage(database: Database, breakdown: Breakdown, keys: DimensionKey[]): Promise<ReadRow[]> {
  const { by, officeHours, period, previous } = breakdown;
  const figuresIn = async (of: Period): Promise<(key: DimensionKey) => FigureValues> => {
    const selection = { scope: toScope(breakdown), by, officeHours, keys };
    const rows = await readFigures(database, selection, of, figureNames);
    const figuresOf = new Map(rows.map(({ stored, figures }) => [stored, figures]));
    return (key) => {
      const figures = figuresOf.get(key);
      const values = figureNames.map((name) => [
        name,
        figures ? (figures[name] ?? null) : valueOfNothing(name),
      ]);
      return Object.fromEntries(values) as FigureValues;
    };
  };
  const [names, current, before] = await Promise.all([
    readNames(database, breakdown, keys),
    figuresIn(period),
    previous && figuresIn(previous),
  ]);
  const nameOf = new Map(names.map((row) => [row.stored, row]));
  return keys.map((key) => ({
    key: nameOf.get(key)?.key ?? null,
    name: nameOf.get(key)?.name ?? null,
    current: current(key),
    previous: before?.(key) ?? null,
  }));
}
