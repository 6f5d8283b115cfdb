import fc from 'fast-check';
import { dimensions, type Grouping, type Happening, happenings } from './happenings.ts';
import { compareIds } from './ids.ts';
import { delta, type PeriodValue, previousOf, type Question, question } from './question.ts';
import type { Helpdesk, NamedRecord, PlacedRecord } from './records.ts';

const counts = [
  ...(['conversationsCreated', 'conversationsTouched', 'messagesReceived', 'repliesSent'] as const),
  ...(['customersReplied', 'resolutions', 'ratings'] as const),
];
const times = [
  ...(['avgFirstResponseTime', 'medianFirstResponseTime', 'avgResponseTime'] as const),
  ...(['medianResponseTime', 'avgResolveTime'] as const),
];
const names = [...counts, ...times, 'satisfactionScore'] as const;

type Name = (typeof names)[number];
type Figures = Record<Name, number | null>;

/** The arguments of `breakdownReport` as a client sends them. */
export interface BreakdownQuestion extends Question {
  by: Grouping['by'];
  officeHours?: boolean;
  orderBy?: string;
  direction?: 'ASC' | 'DESC';
  first?: number;
}

/** The report as a client asks for all of it. */
export const breakdownQuery = `query (
  $by: Dimension!, $period: PeriodInput!, $previous: PeriodInput, $compareTo: Comparison, $filter: ReportFilterInput,
  $timeZone: TimeZone, $officeHours: Boolean! = false, $orderBy: BreakdownField! = CONVERSATIONS_TOUCHED,
  $direction: SortOrder! = DESC, $first: Int! = 10
) {
  report: breakdownReport(
    by: $by, period: $period, previous: $previous, compareTo: $compareTo, filter: $filter, timeZone: $timeZone,
    officeHours: $officeHours, orderBy: $orderBy, direction: $direction, first: $first
  ) {
    by count
    rows { key name ...compared }
    total { current { ...figures } previous { ...figures } deltas { ${names.join(' ')} } }
  }
}
fragment compared on BreakdownRow { current { ...figures } previous { ...figures } deltas { ${names.join(' ')} } }
fragment figures on BreakdownFigures { ${names.join(' ')} }`;

const fieldOf = (name: Name): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** Every argument of the report, with few rows now and then. */
export function breakdownQuestion(desk: Helpdesk): fc.Arbitrary<BreakdownQuestion> {
  const extras = fc.record(
    {
      officeHours: fc.boolean(),
      orderBy: fc.constantFrom(...names).map(fieldOf),
      direction: fc.constantFrom('ASC' as const, 'DESC' as const),
      first: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(100)),
    },
    { requiredKeys: [] },
  );
  return fc
    .tuple(question(desk), fc.constantFrom(...dimensions), extras)
    .map(([base, by, extra]) => ({ ...base, by, ...extra }));
}

export type BreakdownRow = ReturnType<typeof allRows>[number];

/** `breakdownReport`, happening by happening. */
export function breakdown(desk: Helpdesk, asked: BreakdownQuestion, visible?: string[]) {
  const { by, orderBy = 'CONVERSATIONS_TOUCHED', direction = 'DESC', first = 10 } = asked;
  const all = allRows(desk, asked, visible);
  const place = names.find((name) => fieldOf(name) === orderBy) ?? 'conversationsTouched';
  const rows = all.sort(
    (one, other) =>
      compareFigures(one.current[place], other.current[place], direction) || compareKeys(one.key, other.key),
  );
  return {
    by,
    count: rows.length,
    rows: rows.slice(0, first),
    total: compared(desk, asked, visible, undefined),
  };
}

/** All rows of a breakdown, in no particular order. */
function allRows(desk: Helpdesk, asked: BreakdownQuestion, visible?: string[]) {
  const now = happenings(desk, asked, asked.period, visible);
  return [...new Set(now.flatMap(({ keys }) => keys))]
    .map((key) => ({ key, name: nameOf(desk, asked.by, key), ...compared(desk, asked, visible, key) }))
    .filter(({ current }) => Object.values(current).some((value) => value !== null && value !== 0));
}

function compareFigures(one: number | null, other: number | null, direction: 'ASC' | 'DESC'): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (Math.abs(one - other) < 1e-9) return 0;
  return direction === 'ASC' ? one - other : other - one;
}

function compareKeys(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return compareIds(one, other);
}

/** The figures of one row, or of all conversations, in both periods. */
function compared(
  desk: Helpdesk,
  asked: BreakdownQuestion,
  visible: string[] | undefined,
  key: string | null | undefined,
) {
  const previousPeriod = previousOf(asked, asked.timeZone ?? desk.timeZone);
  const figuresIn = (period: PeriodValue): Figures =>
    figuresOf(
      happenings(desk, asked, period, visible).flatMap((each) =>
        key === undefined ? [each] : each.keys.filter((own) => own === key).map(() => each),
      ),
    );
  const current = figuresIn(asked.period);
  const previous = previousPeriod && figuresIn(previousPeriod);
  return { current, previous, deltas: previous && deltasOf(current, previous) };
}

function deltasOf(current: Figures, previous: Figures): Figures {
  const deltas = names.map((name) => {
    const [now, before] = [current[name], previous[name]];
    if (name !== 'satisfactionScore') return [name, delta(now, before)];
    return [name, now === null || before === null ? null : now - before];
  });
  return Object.fromEntries(deltas) as Figures;
}

function figuresOf(happened: readonly Happening[]): Figures {
  const of = (name: Happening['name']): Happening[] => happened.filter((each) => each.name === name);
  const secondsOf = (name: Happening['name']): number[] => of(name).flatMap(({ seconds }) => seconds ?? []);
  const ratings = of('ratings').length;
  const percent = (name: Happening['name']): number => (of(name).length / ratings) * 100;
  return {
    conversationsCreated: of('conversationsCreated').length,
    conversationsTouched: of('conversationsTouched').length,
    messagesReceived: of('messagesReceived').length,
    repliesSent: of('repliesSent').length,
    customersReplied: new Set(of('repliesSent').flatMap(({ customer }) => customer ?? [])).size,
    resolutions: of('resolutions').length,
    avgFirstResponseTime: mean(secondsOf('firstResponse')),
    medianFirstResponseTime: median(secondsOf('firstResponse')),
    avgResponseTime: mean(secondsOf('response')),
    medianResponseTime: median(secondsOf('response')),
    avgResolveTime: mean(secondsOf('resolve')),
    ratings,
    satisfactionScore: ratings === 0 ? null : percent('great') - percent('notGood'),
  };
}

function mean(seconds: number[]): number | null {
  return seconds.length === 0 ? null : seconds.reduce((sum, value) => sum + value, 0) / seconds.length;
}

function median(seconds: number[]): number | null {
  const sorted = seconds.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const [below, above] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}

function nameOf(desk: Helpdesk, by: BreakdownQuestion['by'], key: string | null): string | null {
  const records: Partial<Record<BreakdownQuestion['by'], readonly (NamedRecord | PlacedRecord)[]>> = {
    MAILBOX: desk.mailboxes,
    FOLDER: desk.folders,
    USER: desk.users,
    TEAM: desk.teams,
    TAG: desk.tags,
    CUSTOMER: desk.customers,
  };
  const named = records[by];
  return named ? (named.find(({ id }) => id === key)?.name ?? null) : key;
}
