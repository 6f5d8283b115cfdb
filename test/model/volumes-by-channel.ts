import { Temporal } from 'temporal-polyfill';
import { delta, isBefore, isIn, matching, type PeriodValue, previousOf, type Question } from './question.ts';
import type { ConversationRecord, Helpdesk } from './records.ts';

export type SeriesViewBy = 'HOUR' | 'DAY' | 'WEEK' | 'MONTH';

export type VolumesQuestion = Question & { viewBy?: SeriesViewBy };

const longest = { HOUR: { days: 7 }, DAY: { days: 60 }, WEEK: { years: 1 } };
const widths = { DAY: { days: 1 }, WEEK: { days: 7 }, MONTH: { months: 1 } };

/** `volumesByChannelReport`, bucket by bucket; the error's argument where the question breaks a rule. */
export function volumesByChannel(desk: Helpdesk, question: VolumesQuestion, visible?: string[]): object {
  const buckets = seriesBuckets(desk, question);
  if ('argument' in buckets) return buckets;
  const { viewBy, timeZone } = buckets;
  const candidates = matching(desk, question.filter, visible);
  const series = (each: PeriodValue) => buckets.of(each).map((bucket) => volumeOf(candidates, bucket));
  const current = series(question.period);
  const previousPeriod = previousOf(question, timeZone);
  const previous = previousPeriod && series(previousPeriod);
  return { viewBy, timeZone, current, previous, deltas: previous && deltasOf(current, previous) };
}

/** How wide the buckets of a series are, and those of a period; the error's argument where the question breaks a rule. */
export function seriesBuckets(desk: Helpdesk, question: VolumesQuestion) {
  const timeZone = question.timeZone ?? desk.timeZone;
  const { period } = question;
  const explicit = [period, ...(question.previous ? [question.previous] : [])];
  const keepsUpper = (viewBy: SeriesViewBy): boolean =>
    explicit.every((each) => isShortEnough(each, viewBy, timeZone));
  const viewBy = question.viewBy ?? (keepsUpper('DAY') ? 'DAY' : keepsUpper('WEEK') ? 'WEEK' : 'MONTH');
  const isLongEnough =
    viewBy !== 'MONTH' || !isBefore(period.end, shifted(period.start, { days: 61 }, timeZone));
  if (!isLongEnough || !isShortEnough(period, viewBy, timeZone)) return { argument: 'viewBy' };
  if (question.previous && !isShortEnough(question.previous, viewBy, timeZone))
    return { argument: 'previous' };
  return { viewBy, timeZone, of: (each: PeriodValue) => bucketsOf(each, viewBy, timeZone) };
}

function isShortEnough({ start, end }: PeriodValue, viewBy: SeriesViewBy, zone: string): boolean {
  if (viewBy === 'MONTH') return true;
  return !isBefore(shifted(start, longest[viewBy], zone), end);
}

function shifted(at: string, by: Temporal.DurationLike, zone: string): string {
  return Temporal.Instant.from(at).toZonedDateTimeISO(zone).add(by).toInstant().toString();
}

interface Volume {
  date: string;
  chat: number;
  email: number;
  phone: number;
}

function bucketsOf({ start, end }: PeriodValue, viewBy: SeriesViewBy, zone: string): PeriodValue[] {
  const edge = (index: number): string => {
    if (viewBy === 'HOUR') return Temporal.Instant.from(start).add({ hours: index }).toString();
    const [[unit, width] = ['days', 1]] = Object.entries(widths[viewBy]);
    return shifted(start, { [unit]: width * index }, zone);
  };
  const buckets: PeriodValue[] = [];
  for (let index = 0; isBefore(edge(index), end); index += 1)
    buckets.push({ start: edge(index), end: isBefore(edge(index + 1), end) ? edge(index + 1) : end });
  return buckets;
}

function volumeOf(candidates: ConversationRecord[], bucket: PeriodValue): Volume {
  const created = candidates.filter(({ createdAt }) => isIn(createdAt, bucket));
  const count = (type: string): number =>
    created.filter(({ conversationType }) => conversationType === type).length;
  return { date: bucket.start, chat: count('chat'), email: count('email'), phone: count('phone') };
}

function deltasOf(current: Volume[], previous: Volume[]): object {
  const change = (...types: ('chat' | 'email' | 'phone')[]): number | null => {
    const sum = (series: Volume[]): number =>
      series.flatMap((each) => types.map((type) => each[type])).reduce(add, 0);
    return delta(sum(current), sum(previous));
  };
  return {
    chat: change('chat'),
    email: change('email'),
    phone: change('phone'),
    total: change('chat', 'email', 'phone'),
  };
}

function add(one: number, other: number): number {
  return one + other;
}
