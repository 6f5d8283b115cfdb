import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { factsOf, isResolved, repliesOf, waitedSince, written } from './facts.ts';
import { compareIds } from './ids.ts';
import { secondsBetween } from './office-hours.ts';
import { type FilterValue, isIn, matching, type PeriodValue, question } from './question.ts';
import type { ConversationRecord, Helpdesk, NamedRecord, ThreadRecord } from './records.ts';

interface DurationValue {
  from?: number;
  to?: number;
}

interface WhereValue {
  repliedBy?: string;
  savedReply?: string;
  workflow?: string;
  field?: string;
  option?: string;
  answered?: boolean;
  weekday?: number;
  hourFrom?: number;
  hourTo?: number;
  firstResponseTime?: DurationValue;
  resolveTime?: DurationValue;
  responseTime?: DurationValue;
  handleTime?: DurationValue;
  firstRepliedBy?: string;
  repliesSent?: number;
  isWaiting?: boolean;
  ratedUser?: string;
  ratingScore?: 'GREAT' | 'OKAY' | 'NOT_GOOD';
}

const activities = [
  ...(['TOUCHED', 'CREATED', 'RECEIVED', 'REPLIED', 'FIRST_REPLIED', 'RESOLVED', 'CLOSED', 'RATED'] as const),
];

/** The arguments of `conversations` as a client sends them. */
export interface RowsQuestion {
  period?: PeriodValue;
  activity?: (typeof activities)[number];
  filter?: FilterValue;
  where?: WhereValue;
  timeZone?: string;
  orderBy?: 'CREATED_AT' | 'NUMBER' | 'CLOSED_AT' | 'FIRST_RESPONSE_TIME' | 'RESOLVE_TIME' | 'WAITING_SINCE';
  direction?: 'ASC' | 'DESC';
  first?: number;
}

/** Every argument, with pages small enough that there are several. */
export function rowsQuestion(desk: Helpdesk): fc.Arbitrary<RowsQuestion> {
  const extras = fc.record(
    {
      activity: fc.constantFrom(...activities),
      orderBy: fc.constantFrom(
        ...([
          'CREATED_AT',
          'NUMBER',
          'CLOSED_AT',
          'FIRST_RESPONSE_TIME',
          'RESOLVE_TIME',
          'WAITING_SINCE',
        ] as const),
      ),
      direction: fc.constantFrom('ASC' as const, 'DESC' as const),
      first: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(100)),
    },
    { requiredKeys: [] },
  );
  return fc
    .tuple(question(desk), extras, fc.boolean())
    .chain(([{ period, filter, timeZone }, extra, hasPeriod]) =>
      fc
        .oneof({ weight: 2, arbitrary: fc.constant(undefined) }, where(desk, hasPeriod))
        .map((conditions) => ({
          ...extra,
          ...(hasPeriod && { period }),
          ...(filter && { filter }),
          ...(timeZone && { timeZone }),
          ...(conditions && { where: conditions }),
        })),
    );
}

function where(desk: Helpdesk, hasPeriod: boolean): fc.Arbitrary<WhereValue> {
  const one = (records: { id: string }[]): fc.Arbitrary<string> =>
    fc.constantFrom('unknown', ...records.map(({ id }) => id));
  const range: fc.Arbitrary<DurationValue> = fc
    .tuple(
      fc.integer({ min: -1, max: 2_000_000 }),
      fc.integer({ min: 0, max: 2_000_000 }),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([one, length, ends]) => ({
      ...(ends & 1 && { from: one }),
      ...(ends & 2 && { to: one + length }),
    }));
  const ofPeriod = [
    fc.record({ repliedBy: one(desk.users) }),
    fc.record({ savedReply: one(desk.savedReplies) }),
    fc.record({ workflow: one(desk.workflows) }),
    fc.record({ responseTime: range }),
    fc.record({ responseTime: range, repliedBy: one(desk.users) }),
    fc.record({ handleTime: range }),
    fc.record({ ratedUser: one(desk.users) }),
    fc.record({ ratingScore: fc.constantFrom(...(['GREAT', 'OKAY', 'NOT_GOOD'] as const)) }),
  ];
  const conditions: fc.Arbitrary<WhereValue>[] = [
    ...(hasPeriod ? ofPeriod : []),
    fc.record({ field: one(desk.customFields), option: fc.constantFrom('10', '9', 'x', '7', 'none', '\0') }),
    fc.record({ field: one(desk.customFields), answered: fc.boolean() }),
    fc.record({ weekday: fc.integer({ min: 1, max: 7 }) }),
    fc
      .tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 24 }))
      .map(([a, b]) => ({ hourFrom: Math.min(a, b), hourTo: Math.max(a, b) })),
    fc.record({ firstResponseTime: range }),
    fc.record({ resolveTime: range }),
    fc.record({ firstRepliedBy: one(desk.users) }),
    fc.record({ repliesSent: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ isWaiting: fc.boolean() }),
  ];
  return fc
    .tuple(fc.oneof(...conditions), fc.oneof(...conditions))
    .map(([first, second]) => ({ ...first, ...('field' in first ? {} : second) }));
}

/** All conversations of the list, in order, as the API writes them. */
export function rows(desk: Helpdesk, asked: RowsQuestion, visible?: string[]): object[] {
  return matching(desk, asked.filter, visible)
    .filter((c) => isActive(desk, c, asked) && fulfils(desk, c, asked))
    .sort((one, other) => compareRows(desk, one, other, asked))
    .map((c) => writtenRow(desk, c));
}

function isActive(
  desk: Helpdesk,
  c: ConversationRecord,
  { period, activity = 'TOUCHED' }: RowsQuestion,
): boolean {
  if (!period) return true;
  const wasCreated = isIn(c.createdAt, period);
  return {
    CREATED: () => wasCreated,
    TOUCHED: () => wasCreated || c.threads.some(({ createdAt }) => isIn(createdAt, period)),
    REPLIED: () => repliesOf(c).some(({ createdAt }) => isIn(createdAt, period)),
    RECEIVED: () => c.threads.some(({ kind, createdAt }) => kind === 'customer' && isIn(createdAt, period)),
    FIRST_REPLIED: () => repliesOf(c).findIndex(({ createdAt }) => isIn(createdAt, period)) === 0,
    RESOLVED: () => isResolved(c) && isIn(c.closedAt, period),
    CLOSED: () => factsOf(desk, c).resolutions.some((at) => isIn(at, period)),
    RATED: () => c.ratings.some(({ createdAt }) => isIn(createdAt, period)),
  }[activity]();
}

function fulfils(
  desk: Helpdesk,
  c: ConversationRecord,
  { period, where: conditions = {}, timeZone }: RowsQuestion,
): boolean {
  const { savedReply, workflow, field, option, answered, weekday, hourFrom, hourTo } = conditions;
  const threads = c.threads.filter(({ createdAt }) => period && isIn(createdAt, period));
  const replies = threads.filter(({ kind }) => kind === 'reply');
  const created = Temporal.Instant.from(c.createdAt).toZonedDateTimeISO(timeZone ?? desk.timeZone);
  return (
    hasReply(desk, c, replies, conditions) &&
    hasRating(c, period, conditions) &&
    hasFacts(desk, c, conditions) &&
    (savedReply === undefined || replies.some(({ savedReplyId }) => savedReplyId === savedReply)) &&
    (workflow === undefined || threads.some(({ workflowId }) => workflowId === workflow)) &&
    (field === undefined || hasAnswer(desk, c, field, option, answered)) &&
    (weekday === undefined || created.dayOfWeek === weekday) &&
    (hourFrom === undefined || created.hour >= hourFrom) &&
    (hourTo === undefined || created.hour < hourTo)
  );
}

/** Whether one reply of some fulfils all that is asked of a reply. */
function hasReply(
  desk: Helpdesk,
  c: ConversationRecord,
  replies: ThreadRecord[],
  { repliedBy, responseTime, handleTime }: WhereValue,
): boolean {
  if (repliedBy === undefined && !responseTime && !handleTime) return true;
  return replies.some((reply) => {
    const since = waitedSince(c, reply);
    return (
      (repliedBy === undefined || reply.userId === repliedBy) &&
      isWithin(
        since === undefined ? null : secondsBetween(desk, since, reply.createdAt, false),
        responseTime,
      ) &&
      isWithin(reply.handleSeconds ?? null, handleTime)
    );
  });
}

function hasRating(
  { ratings }: ConversationRecord,
  period: PeriodValue | undefined,
  { ratedUser, ratingScore }: WhereValue,
): boolean {
  if (ratedUser === undefined && ratingScore === undefined) return true;
  return ratings.some(
    ({ createdAt, userId, score }) =>
      period &&
      isIn(createdAt, period) &&
      (ratedUser === undefined || userId === ratedUser) &&
      (ratingScore === undefined || score.toUpperCase() === ratingScore),
  );
}

function hasFacts(desk: Helpdesk, c: ConversationRecord, asked: WhereValue): boolean {
  const facts = factsOf(desk, c);
  return (
    isWithin(facts.firstResponseTime, asked.firstResponseTime) &&
    isWithin(facts.resolveTime, asked.resolveTime) &&
    (asked.firstRepliedBy === undefined || facts.firstReplier === asked.firstRepliedBy) &&
    (asked.repliesSent === undefined || facts.repliesSent === asked.repliesSent) &&
    (asked.isWaiting === undefined || (facts.waitingSince !== null) === asked.isWaiting)
  );
}

function hasAnswer(
  desk: Helpdesk,
  c: ConversationRecord,
  fieldId: string,
  option: string | undefined,
  answered: boolean | undefined,
): boolean {
  const field = desk.customFields.find(({ id }) => id === fieldId);
  if (field?.mailboxId !== c.mailboxId) return false;
  const value = c.customFields.find((each) => each.fieldId === fieldId)?.value ?? '';
  if (option !== undefined) return field.options !== undefined && value !== '' && String(value) === option;
  return (value !== '') === answered;
}

function isWithin(seconds: number | null, range: DurationValue | undefined): boolean {
  if (!range) return true;
  if (seconds === null) return false;
  return (
    (range.from === undefined || seconds >= range.from) && (range.to === undefined || seconds < range.to)
  );
}

function compareRows(
  desk: Helpdesk,
  one: ConversationRecord,
  other: ConversationRecord,
  { orderBy = 'CREATED_AT', direction = 'DESC' }: RowsQuestion,
): number {
  const millis = (at: string | null | undefined): number | null =>
    at == null ? null : Temporal.Instant.from(at).epochMilliseconds;
  const orderValue = (c: ConversationRecord): number | null =>
    ({
      CREATED_AT: () => millis(c.createdAt),
      NUMBER: () => c.number,
      CLOSED_AT: () => millis(c.closedAt),
      FIRST_RESPONSE_TIME: () => factsOf(desk, c).firstResponseTime,
      RESOLVE_TIME: () => factsOf(desk, c).resolveTime,
      WAITING_SINCE: () => millis(factsOf(desk, c).waitingSince),
    })[orderBy]();
  const [left, right] = [orderValue(one), orderValue(other)];
  if (left === right) return compareIds(one.id, other.id);
  if (left === null || right === null) return left === null ? 1 : -1;
  return direction === 'ASC' ? left - right : right - left;
}

function writtenRow(desk: Helpdesk, c: ConversationRecord): object {
  const { waitingSince, firstResponseAt, firstResponseTime, resolveTime, repliesSent, messagesReceived } =
    factsOf(desk, c);
  const named = (records: NamedRecord[], id: string | undefined): object | null => {
    const found = records.find((record) => record.id === id);
    return found ? { id: found.id, name: found.name } : null;
  };
  const tags = desk.tags
    .filter(({ id }) => c.tags.includes(id))
    .sort(
      (one, other) =>
        Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)) || compareIds(one.id, other.id),
    );
  const ratings = [...c.ratings].sort(
    (one, other) => Temporal.Instant.compare(other.createdAt, one.createdAt) || compareIds(one.id, other.id),
  );
  return {
    id: c.id,
    number: c.number,
    url: c.url ?? null,
    subject: c.subject ?? null,
    type: c.conversationType.toUpperCase(),
    channel: c.channel,
    status: c.status.toUpperCase(),
    priority: c.priority?.toUpperCase() ?? null,
    mailbox: named(desk.mailboxes, c.mailboxId),
    folderId: c.folderId ?? null,
    customer: named(desk.customers, c.customerId),
    assignee: named(desk.users, c.assigneeId),
    team: named(desk.teams, c.teamId),
    tags: tags.map(({ id, name }) => ({ id, name })),
    createdAt: written(c.createdAt),
    closedAt: c.closedAt === undefined ? null : written(c.closedAt),
    waitingSince,
    firstResponseAt,
    firstResponseTime,
    resolveTime,
    repliesSent,
    messagesReceived,
    ratings: ratings.map(({ id, createdAt, score, value, userId, comment }) => ({
      ratingId: id,
      createdAt: written(createdAt),
      score: score.toUpperCase(),
      value: value ?? null,
      comment: comment ?? null,
      user: named(desk.users, userId),
      conversation: { id: c.id },
    })),
  };
}
