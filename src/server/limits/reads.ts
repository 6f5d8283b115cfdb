import { lengthInDays, type Period } from '../../period/period.ts';
import { reports } from '../../reports/index.ts';
import type { Part, Parts, Rows } from '../../reports/report.ts';

/** A part that nobody has measured. */
const unknownPart: Part = { points: 4000, rows: 'always' };

/** The parts of each question: of a report by its field, of an entity by its type as well. Measured by `test/load/costs.ts`. */
const partsOf: Readonly<Record<string, Parts>> = {
  ...Object.fromEntries(reports.map(({ name, reads }) => [name, reads])),
  'Mailbox.conversations': {
    figures: { points: 4400, rows: 'cut' },
    distinctCustomers: { points: 6000, rows: 'narrowed' },
  },
  'User.conversations': {
    figures: { points: 4400, rows: 'cut' },
    distinctCustomers: { points: 6000, rows: 'narrowed' },
  },
  'Team.conversations': {
    figures: { points: 4400, rows: 'narrowed' },
    distinctCustomers: { points: 6000, rows: 'narrowed' },
  },
  'Tag.conversations': {
    figures: { points: 5500, rows: 'narrowed' },
    distinctCustomers: { points: 6000, rows: 'narrowed' },
  },
  'Customer.conversations': { figures: { points: 800, rows: 'always' } },
  // Conditions that hardly anything fulfils let a page look at all conversations for its few.
  conversations: {
    figures: { points: 5000, rows: 'always' },
    page: { points: 5000, rows: 'always', isOfCurrentAlone: true },
  },
};

/** Fields that are read with others as one part. */
const partOfField: Readonly<Record<string, string>> = {
  nodes: 'page',
  edges: 'page',
  pageInfo: 'page',
  busyTimeStart: 'busiestDay',
  busyTimeEnd: 'busiestDay',
};

/** What a statement takes however little it reads. */
const fewestPoints = 200;

/** Of all points so much is for what does not grow with the period. */
const fixedShare = 0.05;

/** More rows than of so many days are seldom there: longer periods take no longer. */
const daysOfAll = 731;

/** A field that is about a period, and which of its own fields are selected. */
export interface Question {
  /** The field, with its type in front where that is an entity. */
  readonly name: string;
  readonly period: Period;
  /** The period compared with, or how it is derived. */
  readonly previous: Period | string | undefined;
  /** The lists of the filter that hold anything, by their names. */
  readonly filter: readonly string[];
  readonly isInOtherZone: boolean;
  /** Whether the token sees some mailboxes alone. */
  readonly isLimited: boolean;
  readonly selected: readonly SelectedPart[];
}

/** A field of a question, whether it has no fields itself, and what is selected of these. */
export interface SelectedPart {
  readonly name: string;
  readonly isValue: boolean;
  readonly below: () => readonly SelectedPart[];
}

/** One part of one period, which is read once however often it is asked for, with its points. */
export interface Read {
  readonly part: string;
  readonly period: Period | string;
  readonly points: number;
}

/** What has to be read for a question. */
export function readsOf(question: Question): Read[] {
  const { period, previous, selected } = question;
  const current = [period];
  const both = previous ? [period, previous] : current;
  const compared: Readonly<Record<string, readonly (Period | string)[]>> = {
    current,
    previous: previous ? [previous] : [],
    deltas: both,
  };
  return selected.flatMap(({ name, isValue, below }) => {
    const figures = compared[name] ?? (isValue ? current : undefined);
    const part = partOfField[name] ?? (figures ? 'figures' : name);
    const periods = figures ?? (partNamed(question, part).isOfCurrentAlone ? current : both);
    const parts = figures
      ? [part, ...below().flatMap((figure) => partOfFigure(question, figure.name))]
      : [part];
    const reads = parts.flatMap((each) => periods.map((read) => readOf(question, each, read)));
    return name === 'series' ? [...reads, ...readsOfSeries(question, below())] : reads;
  });
}

/** Intervals may begin at another time than the account's days, as another zone's days do. */
function readsOfSeries(question: Question, selected: readonly SelectedPart[]): Read[] {
  return readsOf({ ...question, isInOtherZone: true, selected });
}

/** The part that a figure is read as where that takes longer than all the rest. */
function partOfFigure({ name }: Question, figure: string): string[] {
  if (figure === 'customers') return ['distinctCustomers'];
  return partsOf[name]?.[figure] ? [figure] : [];
}

function readOf(question: Question, part: string, period: Period | string): Read {
  const { points, rows, fewest = fewestPoints } = partNamed(question, part);
  // A derived period is as long as the one that it is derived from.
  const days = lengthInDays(typeof period === 'string' ? question.period : period);
  const share =
    fixedShare + (readsRows(question, rows) ? (1 - fixedShare) * Math.min(1, days / daysOfAll) : 0);
  return { part, period, points: points && Math.max(fewest, Math.ceil(points * share)) };
}

function partNamed({ name }: Question, part: string): Part {
  return partsOf[name]?.[part] ?? unknownPart;
}

function readsRows({ filter, isInOtherZone, isLimited }: Question, rows: Rows): boolean {
  if (rows === 'always' || isInOtherZone || filter.some((list) => list !== 'mailboxes' && list !== 'types'))
    return true;
  return rows === 'narrowed' && (isLimited || filter.length > 0);
}
