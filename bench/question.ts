import { Temporal } from 'temporal-polyfill';
import { valueKey } from '../src/answering/value-key.ts';
import type { ConversationType } from '../src/database/generated/client.ts';
import { timeZone } from '../src/generate/catalogue.ts';
import { Random } from '../src/generate/random.ts';
import { formatInstant } from '../src/period/instant.ts';
import type { Period } from '../src/period/period.ts';
import { lastDay, spanDays } from './helpdesk.ts';

/** A row of the database under both of its names. */
export interface Entry {
  readonly key: number;
  readonly id: string;
}

export interface QuestionFilter {
  readonly mailbox?: Entry;
  readonly tag?: Entry;
  readonly type?: ConversationType;
}

/** What all sides of a comparison are asked. */
export interface Question {
  readonly account: Entry;
  readonly user: Entry;
  readonly filter: QuestionFilter;
  readonly current: Period;
  readonly previous: Period | null;
}

const lengths = { month: { months: 1 }, quarter: { months: 3 }, year: { years: 1 } };
const raggedDays = 180;

export type Length = keyof typeof lengths | 'whole time';
export const allLengths: readonly Length[] = ['month', 'quarter', 'year', 'whole time'];

export type Periods = Pick<Question, 'current' | 'previous'>;

/** Random periods from midnight to midnight, each once, compared with the one before; whole time with none. */
export function* periodsOf(length: Length, seed: number): Generator<Periods, never> {
  const random = new Random(seed);
  const seen = new Set<string>();
  while (true) {
    const periods = length === 'whole time' ? wholeTime(random) : comparedPeriods(lengths[length], random);
    const key = valueKey(periods.current);
    if (!seen.has(key)) yield periods;
    seen.add(key);
  }
}

/** Most of the span: from a day of its first half year to a day of its last. */
function wholeTime(random: Random): Periods {
  const start = dayAt(random.below(raggedDays));
  const end = dayAt(spanDays - random.below(raggedDays));
  return { current: { start: start.toInstant(), end: end.toInstant() }, previous: null };
}

function comparedPeriods(length: Temporal.DurationLike, random: Random): Periods {
  const earliest = dayAt(0).add(length);
  const latest = dayAt(spanDays).subtract(length);
  const { days } = earliest.until(latest, { largestUnit: 'days' });
  const middle = earliest.add({ days: random.below(days + 1) });
  const [before, start, end] = [middle.subtract(length), middle, middle.add(length)].map((day) =>
    day.toInstant(),
  );
  if (!before || !start || !end) throw new Error('three days make two periods');
  return { current: { start, end }, previous: { start: before, end: start } };
}

function dayAt(index: number): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(lastDay)
    .subtract({ days: spanDays - index })
    .toZonedDateTime(timeZone);
}

/** The question as the variables of a GraphQL request. */
export function variablesOf({ user, filter, current, previous }: Question) {
  return {
    user: user.id,
    period: toInput(current),
    previous: previous && toInput(previous),
    filter: {
      mailboxes: filter.mailbox && [filter.mailbox.id],
      tags: filter.tag && [filter.tag.id],
      types: filter.type && [filter.type.toUpperCase()],
    },
  };
}

function toInput({ start, end }: Period) {
  return { start: formatInstant(start), end: formatInstant(end) };
}
