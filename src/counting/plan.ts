import type { Prisma } from '../database/generated/client.ts';
import { type DaySpan, dayCalendar, edgesOf, wholeDaysOf, wholeMonthsOf } from '../period/days.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import { type Definition, definitionOf } from './ahead/definitions.ts';
import type { Subject } from './measures/measures.ts';
import type { Counting } from './measures/pairs.ts';
import type { CountedIn } from './measures/parts.ts';
import { mailboxPartsOf, partsOf, smallestPartsOf, wholeOf } from './parts.ts';

/** Something that is counted ahead of time. */
export interface Ahead {
  /** Whose stale days are its own. */
  readonly subject: Subject;
  /** Its name, and how it is counted. */
  readonly definition: Definition;
  /** Selects the parts that count just what belongs to a scope, each once; null where none do. */
  readonly partsOf: (scope: Scope) => Prisma.Sql | null;
  /** The condition under which they count what users did, where they are counted by user. */
  readonly areOfUsers?: Prisma.Sql | undefined;
}

/** A period taken apart: its whole days, the whole months among them, and what is left at its ends. */
export interface Span {
  readonly period: Period;
  readonly days: DaySpan;
  readonly months: DaySpan;
  readonly edges: readonly Period[];
}

/** What rollups answer of a question: which of them, and on which days. Rows answer for the edges of the spans, and for stale days. */
export interface Plan {
  readonly ahead: Ahead;
  readonly parts: Prisma.Sql;
  readonly spans: readonly Span[];
}

/**
 * Who answers a question, by the question alone: rollups for the whole days of its periods, as the account's time zone has them, and
 * rows for the rest; or null, rows alone, where the filter cuts through the parts, no period has a whole day or nothing is counted ahead.
 */
export function planOf(scope: Scope, periods: readonly Period[], ahead: Ahead | null): Plan | null {
  const parts = ahead?.partsOf(scope) ?? null;
  if (ahead === null || parts === null) return null;
  const spans = spansOf(scope.account.timeZone, periods);
  return spans.some(({ days }) => days.first < days.until) ? { ahead, parts, spans } : null;
}

/** The periods in the days of the zone that rollups are counted by. */
function spansOf(timeZone: string, periods: readonly Period[]): Span[] {
  const calendar = dayCalendar(timeZone);
  return periods.map((period) => {
    const days = wholeDaysOf(period, calendar);
    return { period, days, months: wholeMonthsOf(days), edges: edgesOf(period, days, calendar) };
  });
}

/** The parts of a scope, of those in which something is counted. */
const partsIn: Record<CountedIn, Ahead['partsOf']> = {
  eachPart: partsOf,
  whole: wholeOf,
  wholeAndSmallest: smallestPartsOf,
};

/** What is counted as it is ahead of time; null where it is not. */
export function aheadOf({ ahead, isByPart }: Counting): Ahead | null {
  if (ahead === null) return null;
  const { timeZone, countedIn } = ahead;
  const partsOfPair = isByPart ? mailboxPartsOf : partsIn[countedIn];
  return {
    subject: 'conversations',
    definition: definitionOf(ahead),
    partsOf: (scope) =>
      timeZone === null || timeZone === scope.account.timeZone ? partsOfPair(scope) : null,
  };
}
