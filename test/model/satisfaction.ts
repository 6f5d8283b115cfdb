import { Temporal } from 'temporal-polyfill';
import { written } from './facts.ts';
import { compareIds } from './ids.ts';
import { delta, isIn, matching, type PeriodValue, previousOf, type Question } from './question.ts';
import type { ConversationRecord, Helpdesk, RatingRecord } from './records.ts';

/** The arguments of `satisfactionReport` and of its list as a client sends them. */
export type SatisfactionQuestion = Question & { score?: 'GREAT' | 'OKAY' | 'NOT_GOOD'; first: number };

interface Rated {
  rating: RatingRecord;
  conversation: ConversationRecord;
}

/** `satisfactionReport` without its list, rating by rating. */
export function satisfaction(desk: Helpdesk, question: SatisfactionQuestion, visible?: string[]): object {
  const conversations = matching(desk, question.filter, visible);
  const current = statsOf(conversations, question.period);
  const previousPeriod = previousOf(question, question.timeZone ?? desk.timeZone);
  const previous = previousPeriod && statsOf(conversations, previousPeriod);
  return { current, previous, deltas: previous && deltasOf(current, previous) };
}

/** The whole list of the report, in order, as the API writes it. */
export function ratingList(desk: Helpdesk, question: SatisfactionQuestion, visible?: string[]): object[] {
  return ratedIn(matching(desk, question.filter, visible), question.period)
    .filter(({ rating }) => !question.score || rating.score.toUpperCase() === question.score)
    .sort(compareRated)
    .map(({ rating, conversation }) => ({
      ratingId: rating.id,
      createdAt: written(rating.createdAt),
      score: rating.score.toUpperCase(),
      value: rating.value ?? null,
      comment: rating.comment ?? null,
      user: rating.userId === undefined ? null : { id: rating.userId },
      conversation: { id: conversation.id },
    }));
}

function ratedIn(conversations: ConversationRecord[], period: PeriodValue): Rated[] {
  return conversations.flatMap((conversation) =>
    conversation.ratings
      .filter(({ createdAt }) => isIn(createdAt, period))
      .map((rating) => ({ rating, conversation })),
  );
}

function compareRated(one: Rated, other: Rated): number {
  return (
    Temporal.Instant.compare(other.rating.createdAt, one.rating.createdAt) ||
    compareIds(one.conversation.id, other.conversation.id) ||
    compareIds(one.rating.id, other.rating.id)
  );
}

function statsOf(conversations: ConversationRecord[], period: PeriodValue) {
  const rated = ratedIn(conversations, period);
  const touched = conversations.filter((c) =>
    [c.createdAt, ...c.threads.map(({ createdAt }) => createdAt)].some((at) => isIn(at, period)),
  );
  const having = (score: RatingRecord['score']) =>
    rated.filter(({ rating }) => rating.score === score).length;
  const percent = (part: number, whole: number) => (whole === 0 ? 0 : (part / whole) * 100);
  const percentOf = (score: RatingRecord['score']) => percent(having(score), rated.length);
  const values = rated.flatMap(({ rating }) => rating.value ?? []);
  const isRated = new Set(rated.map(({ conversation }) => conversation));
  return {
    startDate: written(period.start),
    endDate: written(period.end),
    ratings: rated.length,
    great: having('great'),
    okay: having('okay'),
    notGood: having('not_good'),
    greatPercent: percentOf('great'),
    okayPercent: percentOf('okay'),
    notGoodPercent: percentOf('not_good'),
    score: percentOf('great') - percentOf('not_good'),
    avgValue: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length,
    customers: new Set(rated.flatMap(({ conversation }) => conversation.customerId ?? [])).size,
    ratedPercent: percent(touched.filter((c) => isRated.has(c)).length, touched.length),
  };
}

type Stats = ReturnType<typeof statsOf>;

function deltasOf(current: Stats, previous: Stats): object {
  const counts = ['ratings', 'great', 'okay', 'notGood', 'customers'] as const;
  const percentages = ['greatPercent', 'okayPercent', 'notGoodPercent', 'score', 'ratedPercent'] as const;
  const { avgValue: now } = current;
  const { avgValue: before } = previous;
  return {
    ...Object.fromEntries(counts.map((name) => [name, delta(current[name], previous[name])])),
    ...Object.fromEntries(percentages.map((name) => [name, current[name] - previous[name]])),
    avgValue: now === null || before === null ? null : now - before,
  };
}
