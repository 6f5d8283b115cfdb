import fc from 'fast-check';
import { isResolved, repliesOf, waitedSince, written } from './facts.ts';
import { compareIds } from './ids.ts';
import { secondsBetween } from './office-hours.ts';
import {
  delta,
  isBefore,
  isIn,
  matching,
  type PeriodValue,
  previousOf,
  type Question,
  question,
} from './question.ts';
import type { ConversationRecord, Helpdesk, ThreadRecord } from './records.ts';

export interface HistoryQuestion extends Question {
  user: string;
  status?: 'ACTIVE' | 'PENDING' | 'CLOSED';
  officeHours?: boolean;
  page?: number;
  rows?: number;
  sortField?: 'NUMBER' | 'REPLIES_SENT' | 'RESPONSE_TIME' | 'RESOLVE_TIME';
  sortOrder?: 'ASC' | 'DESC';
}

/** Every argument of the report, with pages small enough that there are several. */
export function historyQuestion(desk: Helpdesk): fc.Arbitrary<HistoryQuestion> {
  const extras = fc.record(
    {
      status: fc.constantFrom('ACTIVE' as const, 'PENDING' as const, 'CLOSED' as const),
      officeHours: fc.boolean(),
      page: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.constant(2_147_483_647)),
      rows: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(50)),
      sortField: fc.constantFrom(
        'NUMBER' as const,
        'REPLIES_SENT' as const,
        'RESPONSE_TIME' as const,
        'RESOLVE_TIME' as const,
      ),
      sortOrder: fc.constantFrom('ASC' as const, 'DESC' as const),
    },
    { requiredKeys: [] },
  );
  const user = fc.constantFrom(...desk.users.map(({ id }) => id));
  return fc
    .tuple(question(desk), user, extras)
    .map(([{ timeZone: _, ...base }, id, extra]) => ({ ...base, user: id, ...extra }));
}

const words = {
  open: 'ACTIVE',
  pending: 'PENDING',
  snoozed: 'PENDING',
  on_hold: 'PENDING',
  closed: 'CLOSED',
  spam: '',
};

interface Result {
  conversation: ConversationRecord;
  reply: ThreadRecord;
  responseTime: number | null;
  firstResponseTime: number | null;
  resolveTime: number | null;
}

/** `userConversationHistoryReport`, reply by reply. */
export function userConversationHistory(desk: Helpdesk, asked: HistoryQuestion, visible?: string[]): object {
  const { page = 1, rows = 25 } = asked;
  const previousPeriod = previousOf(asked, desk.timeZone);
  const results = resultsIn(desk, asked, asked.period, visible);
  const current = statsOf(results, asked.period);
  const previous = previousPeriod && statsOf(resultsIn(desk, asked, previousPeriod, visible), previousPeriod);
  return {
    page,
    pages: Math.ceil(results.length / rows),
    count: results.length,
    results: results
      .sort((one, other) => compareResults(one, other, asked))
      .slice((page - 1) * rows, page * rows)
      .map((result) => entryOf(result, desk, results)),
    current,
    previous,
    deltas: previous && deltasOf(current, previous),
  };
}

function resultsIn(
  desk: Helpdesk,
  asked: HistoryQuestion,
  period: PeriodValue,
  visible?: string[],
): Result[] {
  return matching(desk, asked.filter, visible)
    .filter(({ status }) => !asked.status || words[status] === asked.status)
    .flatMap((conversation) => {
      const replies = repliesOf(conversation).filter(({ userId }) => userId === asked.user);
      const seconds = (from: string, to: string) =>
        secondsBetween(desk, from, to, asked.officeHours ?? false);
      const response = (reply: ThreadRecord | undefined): number | null => {
        const since = reply && waitedSince(conversation, reply);
        return since ? seconds(since, reply.createdAt) : null;
      };
      return replies
        .filter(({ createdAt }) => isIn(createdAt, period))
        .map((reply) => ({
          conversation,
          reply,
          responseTime: response(reply),
          firstResponseTime: response(replies[0]),
          resolveTime: isResolved(conversation)
            ? seconds(conversation.createdAt, conversation.closedAt)
            : null,
        }));
    });
}

function compareResults(
  one: Result,
  other: Result,
  { sortField = 'NUMBER', sortOrder = 'DESC' }: HistoryQuestion,
): number {
  const sortValueOf = (result: Result): number | null =>
    ({
      NUMBER: result.conversation.number,
      REPLIES_SENT: repliesOf(result.conversation).length,
      RESPONSE_TIME: result.responseTime,
      RESOLVE_TIME: result.resolveTime,
    })[sortField];
  const [left, right] = [sortValueOf(one), sortValueOf(other)];
  if (left !== right) {
    if (left === null || right === null) return left === null ? 1 : -1;
    return sortOrder === 'ASC' ? left - right : right - left;
  }
  return (
    compareInstants(one.reply.createdAt, other.reply.createdAt) ||
    compareIds(one.conversation.id, other.conversation.id) ||
    one.conversation.threads.indexOf(one.reply) - other.conversation.threads.indexOf(other.reply)
  );
}

function entryOf({ conversation, reply, ...times }: Result, desk: Helpdesk, results: Result[]): object {
  const customer = desk.customers.find(({ id }) => id === conversation.customerId);
  const siblings = results.filter((result) => result.conversation === conversation);
  return {
    conversationId: conversation.id,
    number: conversation.number,
    status: words[conversation.status],
    customers: customer ? [{ id: customer.id, name: customer.name }] : [],
    repliedAt: written(reply.createdAt),
    repliesSent: repliesOf(conversation).length,
    ...times,
    avgHandleTime: mean(siblings.map((result) => result.reply.handleSeconds)),
  };
}

function statsOf(results: Result[], { start, end }: PeriodValue) {
  const conversations = [...new Map(results.map((result) => [result.conversation, result])).values()];
  const customers = conversations.flatMap(({ conversation }) => conversation.customerId ?? []);
  return {
    startDate: written(start),
    endDate: written(end),
    replies: results.length,
    conversations: conversations.length,
    customers: new Set(customers).size,
    avgResponseTime: mean(results.map(({ responseTime }) => responseTime)),
    avgFirstResponseTime: mean(conversations.map(({ firstResponseTime }) => firstResponseTime)),
    avgResolveTime: mean(conversations.map(({ resolveTime }) => resolveTime)),
    avgHandleTime: mean(results.map(({ reply }) => reply.handleSeconds)),
  };
}

type Stats = ReturnType<typeof statsOf>;

function deltasOf({ startDate: _, endDate: __, ...current }: Stats, previous: Stats): object {
  const names = Object.keys(current) as (keyof typeof current)[];
  return Object.fromEntries(names.map((name) => [name, delta(current[name], previous[name])]));
}

function mean(values: (number | null | undefined)[]): number | null {
  const numbers = values.filter((value) => value != null);
  return numbers.length === 0 ? null : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

function compareInstants(one: string, other: string): number {
  return isBefore(one, other) ? -1 : Number(isBefore(other, one));
}
