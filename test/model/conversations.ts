import { Temporal } from 'temporal-polyfill';
import { busyTimes } from './busy-times.ts';
import { compareIds } from './ids.ts';
import { delta, isIn, matching, type PeriodValue, previousOf, type Question } from './question.ts';
import type { ConversationRecord, Helpdesk, NamedRecord, PlacedRecord, ThreadRecord } from './records.ts';

export type ConversationsQuestion = Question & { first?: number };

/** The conversations that match, and the compared periods. */
interface Facts {
  candidates: ConversationRecord[];
  period: PeriodValue;
  previous: PeriodValue | null;
  first: number;
}

/** `conversationsReport`, conversation by conversation. */
export function conversations(desk: Helpdesk, question: ConversationsQuestion, visible?: string[]): object {
  const timeZone = question.timeZone ?? desk.timeZone;
  const { period, first = 10 } = question;
  const candidates = matching(desk, question.filter, visible);
  const previous = previousOf(question, timeZone);
  const facts = { candidates, period, previous, first };
  const before = previous && stats(candidates, previous);
  const now = stats(candidates, period);
  return {
    filterTags: filterTags(desk.tags),
    ...busyTimes(
      candidates.map(({ createdAt }) => createdAt).filter((at) => isIn(at, period)),
      period,
      timeZone,
    ),
    current: { ...ends(period), ...now },
    previous: previous && { ...ends(previous), ...before },
    deltas: before && changes(now, before),
    ...topLists(desk, facts, visible),
    customFields: customFields(desk, facts),
  };
}

function filterTags(tags: NamedRecord[]): object[] {
  const sorted = [...tags].sort(
    (one, other) =>
      Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)) || compareIds(one.id, other.id),
  );
  return [{ id: '1', name: null }, ...sorted.map(({ id, name }) => ({ id, name }))];
}

function ends({ start, end }: PeriodValue): object {
  const text = (at: string): string => Temporal.Instant.from(at).toString();
  return { startDate: text(start), endDate: text(end) };
}

function touchedIn(candidates: ConversationRecord[], period: PeriodValue): ConversationRecord[] {
  return candidates.filter(
    (c) => isIn(c.createdAt, period) || c.threads.some(({ createdAt }) => isIn(createdAt, period)),
  );
}

function threadsIn(candidates: ConversationRecord[], period: PeriodValue): ThreadRecord[] {
  return candidates.flatMap((c) => c.threads).filter(({ createdAt }) => isIn(createdAt, period));
}

function stats(candidates: ConversationRecord[], period: PeriodValue): Record<string, number> {
  const total = touchedIn(candidates, period).length;
  const created = candidates.filter(({ createdAt }) => isIn(createdAt, period)).length;
  const replied = candidates.filter((c) => threadsIn([c], period).some(({ kind }) => kind === 'reply'));
  const customers = new Set(
    replied.flatMap(({ customerId }) => (customerId === undefined ? [] : [customerId])),
  );
  const seconds =
    (Temporal.Instant.from(period.end).epochMilliseconds -
      Temporal.Instant.from(period.start).epochMilliseconds) /
    1000;
  return {
    totalConversations: total,
    newConversations: created,
    conversationsCreated: created,
    customers: customers.size,
    conversationsPerDay: Math.floor(total / Math.max(1, Math.floor(seconds / 86400))),
  };
}

function changes(now: Record<string, number>, before: Record<string, number>): object {
  return Object.fromEntries(
    Object.entries(now).map(([name, value]) => [name, delta(value, before[name] ?? 0)]),
  );
}

function topLists(
  desk: Helpdesk,
  { candidates, period, previous, first }: Facts,
  visible?: string[],
): object {
  const touched = touchedIn(candidates, period);
  const whole = { now: touched.length, before: previous && touchedIn(candidates, previous).length };
  const list = (
    idField: string,
    usesIn: (period: PeriodValue) => string[],
    describe: (id: string) => object,
  ): object[] =>
    ranked(idField, usesIn(period), previous && usesIn(previous), whole, describe).slice(0, first);
  const named = (records: NamedRecord[]) => (id: string) => ({
    name: records.find((each) => each.id === id)?.name ?? null,
  });
  const placed = (records: PlacedRecord[]) => (id: string) => {
    const { name, mailboxId } = records.find((each) => each.id === id) ?? {};
    return {
      name,
      mailboxId: mailboxId === undefined || (visible && !visible.includes(mailboxId)) ? null : mailboxId,
    };
  };
  const tagsIn = (each: PeriodValue): string[] =>
    touchedIn(candidates, each).flatMap(({ tags }) => (tags.length === 0 ? ['1'] : [...new Set(tags)]));
  const customersIn = (each: PeriodValue): string[] =>
    touchedIn(candidates, each).flatMap(({ customerId }) => customerId ?? []);
  const repliesIn = (each: PeriodValue): string[] =>
    threadsIn(candidates, each).flatMap(({ kind, savedReplyId }) =>
      kind === 'reply' ? (savedReplyId ?? []) : [],
    );
  const runsIn = (each: PeriodValue): string[] =>
    threadsIn(candidates, each).flatMap(({ workflowId }) => workflowId ?? []);
  return {
    tags: {
      count: touched.filter(({ tags }) => tags.length > 0).length,
      top: list('tagId', tagsIn, named(desk.tags)),
    },
    customers: { count: touched.length, top: list('customerId', customersIn, named(desk.customers)) },
    replies: {
      count: repliesIn(period).length,
      top: list('savedReplyId', repliesIn, placed(desk.savedReplies)),
    },
    workflows: { count: runsIn(period).length, top: list('workflowId', runsIn, placed(desk.workflows)) },
  };
}

/** Ids by how often they occur now, those that do not left out, with their part of the whole. */
function ranked(
  idField: string,
  now: string[],
  before: string[] | null,
  whole: { now: number; before: number | null },
  describe: (id: string) => object,
): object[] {
  const countIn = (uses: string[], id: string): number => uses.filter((use) => use === id).length;
  return [...new Set(now)]
    .sort((one, other) => countIn(now, other) - countIn(now, one) || compareIds(one, other))
    .map((id) => ({
      [idField]: id,
      ...describe(id),
      ...share(countIn(now, id), before && countIn(before, id), whole),
    }));
}

function share(
  count: number,
  previousCount: number | null,
  whole: { now: number; before: number | null },
): object {
  const percent = percentOf(count, whole.now);
  const previousPercent = previousCount === null ? null : percentOf(previousCount, whole.before ?? 0);
  const deltaPercent = previousPercent === null ? null : percent - previousPercent;
  return { count, previousCount, percent, previousPercent, deltaPercent };
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}

function customFields(desk: Helpdesk, { candidates, period, previous }: Facts): object {
  const fields = desk.customFields
    .filter(({ mailboxId }) => touchedIn(candidates, period).some((c) => c.mailboxId === mailboxId))
    .sort((one, other) => compareIds(one.id, other.id))
    .map(({ id, name, mailboxId, options = [] }) => {
      const answersIn = (each: PeriodValue) =>
        touchedIn(candidates, each)
          .filter((c) => c.mailboxId === mailboxId)
          .map((c) => c.customFields.find(({ fieldId }) => fieldId === id)?.value ?? '');
      const [now, before] = [answersIn(period), previous && answersIn(previous)];
      const chosen = (answers: unknown[]): string[] =>
        answers.flatMap((value) => options.find((option) => option.id === value)?.id ?? []);
      const whole = { now: now.length, before: before?.length ?? null };
      const describe = (option: string) => ({ name: options.find((each) => each.id === option)?.name });
      const values = ranked('optionId', chosen(now), before && chosen(before), whole, describe);
      return { fieldId: id, name, mailboxId, values, summary: summary(now, before) };
    });
  return { count: fields.length, fields };
}

function summary(now: (string | number)[], before: (string | number)[] | null): object {
  const unanswered = (answers: (string | number)[]): number => answers.filter((value) => value === '').length;
  const percent = percentOf(unanswered(now), now.length);
  const previousPercent = before && percentOf(unanswered(before), before.length);
  return {
    total: now.length,
    totalAnswered: now.length - unanswered(now),
    previousTotal: before?.length ?? null,
    previousTotalAnswered: before && before.length - unanswered(before),
    unansweredPercent: percent,
    unansweredPreviousPercent: previousPercent,
    unansweredDelta: previousPercent === null ? null : percent - previousPercent,
  };
}
