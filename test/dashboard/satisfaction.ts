import { breakdown } from '../model/breakdown.ts';
import type { PeriodValue, Question } from '../model/question.ts';
import type { Helpdesk } from '../model/records.ts';
import { ratingList, satisfaction } from '../model/satisfaction.ts';
import type { Shown } from './shown.ts';

type Row = Shown[string][number];
type Numbers = Readonly<Record<string, number | null>>;
interface Compared {
  readonly current: Numbers;
  readonly previous: Numbers | null;
  readonly deltas: Numbers | null;
}

const fields = {
  score: 'Score',
  ratings: 'Ratings',
  great: 'Great',
  okay: 'Okay',
  notGood: 'Not good',
  greatPercent: 'Great, share',
  okayPercent: 'Okay, share',
  notGoodPercent: 'Not good, share',
  avgValue: 'Average value',
  customers: 'Customers',
  ratedPercent: 'Conversations rated',
};

const counts = ['ratings', 'great', 'okay', 'notGood', 'customers'];

const statsOf = (desk: Helpdesk, question: Question): Compared =>
  satisfaction(desk, { ...question, first: 25 }) as Compared;

/** What the view of satisfaction has to show, its series in the given slices of the period. */
export function satisfactionOf(
  desk: Helpdesk,
  question: Question,
  slices: Record<string, PeriodValue>,
): Shown {
  const { current, previous, deltas } = statsOf(desk, question);
  // A share of the ratings or a score has nothing to compare with where nobody had rated.
  const isKnown = (field: string): boolean =>
    counts.includes(field) || field === 'ratedPercent' || Number(previous?.['ratings']) > 0;
  return {
    Satisfaction: Object.entries(fields).map(([field, name]) => [
      name,
      current[field] ?? null,
      ...(deltas ? [isKnown(field) ? (deltas[field] ?? null) : null] : []),
    ]),
    'Score over time': Object.entries(slices).map(([days, period]) => {
      const slice = statsOf(desk, { filter: question.filter ?? {}, period }).current;
      return [days, slice['ratings'] ? (slice['score'] ?? null) : null, slice['ratings'] ?? null];
    }),
    'Score by agent': agents(desk, question),
    Ratings: ratings(desk, question),
  };
}

/** What the overview shows of it: no score where nobody has rated. */
export function scoreOf(desk: Helpdesk, question: Question): Row[] {
  const { current, previous, deltas } = statsOf(desk, question);
  const isKnown = (numbers: Numbers | null): boolean => Number(numbers?.['ratings']) > 0;
  const change = isKnown(current) && isKnown(previous) ? (deltas?.['score'] ?? null) : null;
  return [
    ['Score', isKnown(current) ? (current['score'] ?? null) : null, ...(deltas ? [change] : [])],
    ['Ratings', current['ratings'] ?? null],
  ];
}

function agents(desk: Helpdesk, question: Question): Row[] {
  type Agent = Compared & { readonly name: string | null };
  const report = breakdown(desk, { ...question, by: 'USER', orderBy: 'RATINGS', first: 100 });
  return (report as { rows: Agent[] }).rows
    .filter(({ current }) => Number(current['ratings']) > 0)
    .map(({ name, current, deltas }) => [
      name ?? 'Nobody named',
      current['satisfactionScore'] ?? null,
      ...(deltas ? [deltas['satisfactionScore'] ?? null] : []),
      current['ratings'] ?? null,
    ]);
}

function ratings(desk: Helpdesk, question: Question): Row[] {
  const list = ratingList(desk, { ...question, first: 25 }) as {
    value: number | null;
    conversation: { id: string };
  }[];
  return list
    .slice(0, 25)
    .map(({ value, conversation }) => [
      `#${desk.conversations.find(({ id }) => id === conversation.id)?.number}`,
      value,
    ]);
}
