import { Prisma } from '../database/generated/client.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import { counts } from './counts.ts';
import type { Measure } from './measures/measure.ts';
import * as measures from './measures/measures.ts';
import * as customers from './replied-customers.ts';

/** Selects `period, key, count`, and of measures their `label`, in each period, numbered from 1. */
type Count = (scope: Scope, periods: readonly Period[]) => Prisma.Sql;

const of =
  (measure: Measure): Count =>
  (scope, periods) =>
    counts(scope, periods, measure);

/** The sum of what two measures count, neither of which counts what the other does. */
const ofBoth =
  (one: Measure, other: Measure): Count =>
  (scope, periods) =>
    Prisma.sql`
      select r.* from (${counts(scope, periods, one)}) r
      union all
      select r.* from (${counts(scope, periods, other)}) r`;

const ofCustomers =
  (by?: Parameters<typeof customers.repliedCustomers>[2]): Count =>
  (scope, periods) =>
    customers.repliedCustomers(scope, periods, by);

/**
 * What can be counted, and by what. Keys are those of mailboxes, users, tags and so on, 0 where there is none; by type, channel, status
 * or answer there are labels besides, as the measure says. By nothing, counts are added up whatever their keys.
 */
const countOf = {
  created: {
    nothing: of(measures.createdByType),
    type: of(measures.createdByType),
    channel: of(measures.createdByChannel),
    status: of(measures.createdByStatus),
    mailbox: of(measures.createdByMailbox),
    assignee: of(measures.createdByAssignee),
    team: of(measures.createdByTeam),
    tag: of(measures.createdByTag),
  },
  touched: {
    nothing: of(measures.touchedConversations),
    answer: of(measures.touchedByAnswer),
    mailbox: of(measures.touchedByMailbox),
    assignee: of(measures.touchedByAssignee),
    team: of(measures.touchedByTeam),
    tag: of(measures.touchedByTag),
  },
  messagesReceived: {
    nothing: of(measures.messagesReceived),
    mailbox: of(measures.messagesByMailbox),
    assignee: of(measures.messagesByAssignee),
  },
  repliesSent: {
    nothing: of(measures.repliesSent),
    mailbox: of(measures.repliesByMailbox),
    author: of(measures.repliesByAuthor),
  },
  repliedConversations: { nothing: of(measures.repliedConversations) },
  repliedCustomers: {
    nothing: ofCustomers(),
    mailbox: ofCustomers(customers.byMailbox),
    assignee: ofCustomers(customers.byAssignee),
    author: ofCustomers(customers.byAuthor),
    team: ofCustomers(customers.byTeam),
    tag: ofCustomers(customers.byTag),
  },
  resolutions: {
    nothing: ofBoth(measures.resolutionsByThread, measures.resolutionsByClosing),
    mailbox: ofBoth(measures.resolutionsByThreadByMailbox, measures.resolutionsByClosingByMailbox),
    assignee: ofBoth(measures.resolutionsByThreadByAssignee, measures.resolutionsByClosingByAssignee),
  },
  reopenings: { nothing: of(measures.reopenings) },
  savedReplyUses: { savedReply: of(measures.savedReplyUses) },
  workflowRuns: { workflow: of(measures.workflowRuns) },
} as const satisfies Record<string, Readonly<Record<string, Count>>>;

/** What is counted. */
export type Counted = keyof typeof countOf;

/** By what it can be counted. */
export type By<What extends Counted> = keyof (typeof countOf)[What];

/**
 * The door to all counting. Selects `period, key, label, count` of something in each period, numbered from 1: one row or more a key,
 * which are added up, and none where there is nothing to count. Whether rollups or rows answer is settled behind it. What no measure
 * counts has no label.
 */
export function count<What extends Counted>(
  scope: Scope,
  periods: readonly Period[],
  what: What,
  by: By<What>,
): Prisma.Sql {
  const counting: Readonly<Partial<Record<PropertyKey, Count>>> = countOf[what];
  const selected = counting[by];
  if (!selected) throw new Error(`${what} are not counted by ${String(by)}`);
  return selected(scope, periods);
}
