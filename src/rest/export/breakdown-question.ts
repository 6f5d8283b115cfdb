import type { Context } from '../../auth/context.ts';
import { badUserInput } from '../../errors.ts';
import { type FigureName, figureNames } from '../../reports/breakdown/parts.ts';
import { toBreakdown } from '../../reports/breakdown/report.ts';
import type { Breakdown } from '../../reports/breakdown/selection.ts';
import { dimensions } from '../../reports/dimension.ts';
import { filterOf, filterParameters } from './filter.ts';
import { parametersOf } from './parameters.ts';

const fieldOf = (name: FigureName): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** What each parameter of a breakdown is. */
export const breakdownParameters = {
  by: `what the rows are: ${dimensions.join(', ')}`,
  start: 'the first instant of the period',
  end: 'the first instant after the period',
  previousStart: 'the first instant of a period to compare with',
  previousEnd: 'the first instant after that',
  compareTo: 'or PREVIOUS_PERIOD or PREVIOUS_YEAR',
  ...filterParameters,
  timeZone: "zone that a period to compare with is derived in; the account's by default",
  officeHours: 'true: times count office hours only',
  orderBy: `CONVERSATIONS_TOUCHED (default) or ${figureNames.map(fieldOf).join(', ')}`,
  direction: 'DESC (default) or ASC',
  first: 'how many rows at most; all without it',
} as const;

/** The breakdown that parameters ask for; `first` is null for all rows. Throws the coded error of the first rule broken, which names its parameter. */
export function breakdownOf(
  query: URLSearchParams,
  context: Context,
): { breakdown: Breakdown; first: number | null } {
  const read = parametersOf(query, Object.keys(breakdownParameters));
  const by = read.word('by', dimensions);
  if (!by) throw badUserInput('by', `A breakdown is by one of these: ${dimensions.join(', ')}.`);
  const period = read.period('start', 'end');
  if (!period) throw badUserInput('start', 'A breakdown is about a period, from start until end.');
  const order = read.word('orderBy', figureNames.map(fieldOf));
  const first = read.integer('first', 1);
  const input = {
    by,
    period,
    previous: read.period('previousStart', 'previousEnd'),
    compareTo: read.word('compareTo', ['PREVIOUS_PERIOD', 'PREVIOUS_YEAR']),
    filter: filterOf(read),
    timeZone: read.zone('timeZone'),
    officeHours: read.truth('officeHours') ?? false,
    orderBy: figureNames.find((name) => fieldOf(name) === order) ?? 'conversationsTouched',
    direction: read.word('direction', ['ASC', 'DESC']) ?? 'DESC',
  } as const;
  return { breakdown: toBreakdown(input, context), first };
}
