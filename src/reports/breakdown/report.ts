import { groupLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import type { Period } from '../../period/period.ts';
import { type QuestionInput, toScope, toSlice } from '../../question/slice.ts';
import type { Dimension, DimensionKey } from '../dimension.ts';
import type { ComparedFigures, Figures } from './figures.ts';
import { type FigureName, valueOfNothing } from './parts.ts';
import { readFigures } from './query.ts';
import { type RankedRow, readRanking } from './ranking-query.ts';
import type { Breakdown, Ranking } from './selection.ts';

/** What is asked of a breakdown, by whichever face it was asked. */
type BreakdownInput = QuestionInput & Pick<Breakdown, 'by' | 'officeHours' | 'orderBy' | 'direction'>;

/** The whole question for a breakdown. Throws the coded error of the first rule broken. */
export function toBreakdown(
  { by, officeHours, orderBy, direction, ...question }: BreakdownInput,
  context: Context,
): Breakdown {
  return { ...toSlice(question, context), by, officeHours, orderBy, direction };
}

/** A breakdown and how many of its rows are asked for. */
export interface FirstRows {
  readonly breakdown: Breakdown;
  readonly first: number;
}

/** The first rows of a breakdown, in order; one statement, however many are asked for, and how often. */
export const loadRanking = groupLoader({
  sharedOf: ({ breakdown }: FirstRows): Ranking => {
    const { timeZone: _shapesNothing, previous: _isReadByRow, ...ranking } = breakdown;
    return ranking;
  },
  ownOf: ({ first }) => first,
  answer: async (database, ranking, firsts) => {
    const rows = await readRanking(database, ranking, Math.max(...firsts));
    return firsts.map((first) => rows.slice(0, first));
  },
});

interface FigureQuestion {
  readonly breakdown: Breakdown;
  /** Null: all conversations are one row. */
  readonly by: Dimension | null;
  readonly stored: DimensionKey;
  readonly period: Period;
  readonly figure: FigureName;
}

/** Figures of rows. All that is asked of one period in a tick is one statement. */
const loadFigure = groupLoader({
  sharedOf: ({ breakdown, by, period }: FigureQuestion) => ({
    scope: toScope(breakdown),
    officeHours: breakdown.officeHours,
    by,
    period,
  }),
  ownOf: ({ stored, figure }) => ({ stored, figure }),
  answer: async (database, { period, ...shared }, questions) => {
    const keys = [...new Set(questions.map(({ stored }) => stored))];
    const figures = [...new Set(questions.map(({ figure }) => figure))];
    const rows = await readFigures(database, { ...shared, keys }, period, figures);
    const figuresOf = new Map(rows.map((row) => [row.stored, row.figures]));
    return questions.map(({ stored, figure }) => figuresOf.get(stored)?.[figure] ?? valueOfNothing(figure));
  },
});

/** The figures of a row of a breakdown; what decided its place is known. */
export function figuresOfRow(
  context: Context,
  breakdown: Breakdown,
  { stored, figures }: RankedRow,
): ComparedFigures {
  const { by, previous } = breakdown;
  const load =
    (period: Period): Figures =>
    (figure) =>
      loadFigure(context, { breakdown, by, stored, period, figure });
  const loadCurrent = load(breakdown.period);
  return {
    current: async (figure) => (figure in figures ? (figures[figure] ?? null) : loadCurrent(figure)),
    previous: previous && load(previous),
  };
}

/** The figures of all conversations of a breakdown, each of which counts once. */
export function figuresOfAll(context: Context, breakdown: Breakdown): ComparedFigures {
  const { period, previous } = breakdown;
  const load =
    (of: Period): Figures =>
    (figure) =>
      loadFigure(context, { breakdown, by: null, stored: 0, period: of, figure });
  return { current: load(period), previous: previous && load(previous) };
}
