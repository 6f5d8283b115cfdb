import { deltaBetween } from '../../reports/breakdown/figures.ts';
import type { ReadRow } from '../../reports/breakdown/pages.ts';
import { type FigureName, figureNames } from '../../reports/breakdown/parts.ts';
import type { Columns } from './csv.ts';

const nameAfter = (prefix: string, name: FigureName): string =>
  `${prefix}${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const named = (
  nameOf: (name: FigureName) => string,
  figureOf: (row: ReadRow, name: FigureName) => number | null,
) => Object.fromEntries(figureNames.map((name) => [nameOf(name), (row: ReadRow) => figureOf(row, name)]));

const ofRow: Columns<ReadRow> = {
  key: ({ key }) => key,
  name: ({ name }) => name,
  ...named(
    (name) => name,
    ({ current }, name) => current[name],
  ),
};

const ofComparison: Columns<ReadRow> = {
  ...named(
    (name) => nameAfter('previous', name),
    ({ previous }, name) => previous?.[name] ?? null,
  ),
  ...named(
    (name) => nameAfter('delta', name),
    ({ current, previous }, name) => previous && deltaBetween(name, current[name], previous[name]),
  ),
};

/** The fields of the type BreakdownRow; where there is a comparison with those of the previous period and of the changes. */
export function breakdownColumns(isCompared: boolean): Columns<ReadRow> {
  return isCompared ? { ...ofRow, ...ofComparison } : ofRow;
}
