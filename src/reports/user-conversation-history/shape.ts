import { z } from 'zod';
import { deltaOf } from '../../answering/comparison.ts';
import { toInt } from '../../answering/seconds.ts';
import type { TotalsRow } from '../../counting/replies.ts';
import type { Entities } from '../../entities/entity.ts';
import { toInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import { countedStatus, helpScoutStatusOf } from '../../question/status.ts';

const seconds = z.bigint().nullable();

/** Parses a reply of the page asked for. */
export const resultRow = z.object({
  conversationId: z.string(),
  number: z.int(),
  status: countedStatus,
  customerKey: z.int().nullable(),
  customerId: z.string().nullable(),
  customerName: z.string().nullable(),
  repliedAt: z.bigint().transform(toInstant),
  repliesSent: z.int(),
  responseSeconds: seconds,
  firstResponseSeconds: seconds,
  resolveSeconds: seconds,
  handleSum: z.number().nullable(),
  handleCount: z.int(),
});

type ResultRow = z.infer<typeof resultRow>;

const counts = ['replies', 'conversations', 'customers'] as const;
const means = ['avgResponseTime', 'avgFirstResponseTime', 'avgResolveTime', 'avgHandleTime'] as const;

type Counts = Record<(typeof counts)[number], number>;
type Means = Record<(typeof means)[number], number | null>;

export type UserReplyStats = Counts & Means & { readonly period: Period };

export type UserReplyDeltas = Record<keyof (Counts & Means), number | null>;

export type UserConversationHistoryEntry = ReturnType<typeof entryOf>;

type Totals = Omit<TotalsRow, 'period'>;

const noReplies: Totals = {
  replies: 0,
  conversations: 0,
  customers: 0,
  responseSum: null,
  responseCount: 0,
  firstResponseSum: null,
  firstResponseCount: 0,
  resolveSum: null,
  resolveCount: 0,
  handleSum: null,
  handleCount: 0,
};

/** The totals of one period, which has one row, or none where it has no replies. */
export function statsOf([totals = noReplies]: readonly Totals[], period: Period): UserReplyStats {
  return {
    period,
    replies: totals.replies,
    conversations: totals.conversations,
    customers: totals.customers,
    avgResponseTime: meanOf(totals.responseSum, totals.responseCount),
    avgFirstResponseTime: meanOf(totals.firstResponseSum, totals.firstResponseCount),
    avgResolveTime: meanOf(totals.resolveSum, totals.resolveCount),
    avgHandleTime: meanOf(totals.handleSum, totals.handleCount),
  };
}

export function replyDeltasOf(current: UserReplyStats, previous: UserReplyStats): UserReplyDeltas {
  const deltas = [...counts, ...means].map((measure) => [
    measure,
    deltaOf(current[measure], previous[measure]),
  ]);
  return Object.fromEntries(deltas) as UserReplyDeltas;
}

export function entryOf(row: ResultRow) {
  return {
    conversationId: row.conversationId,
    number: row.number,
    status: helpScoutStatusOf[row.status],
    customers: customersOf(row),
    repliedAt: row.repliedAt,
    repliesSent: row.repliesSent,
    responseTime: toInt(row.responseSeconds),
    firstResponseTime: toInt(row.firstResponseSeconds),
    resolveTime: toInt(row.resolveSeconds),
    avgHandleTime: meanOf(row.handleSum, row.handleCount),
  };
}

function customersOf({
  customerKey: key,
  customerId: id,
  customerName: name,
}: ResultRow): Entities['customer'][] {
  return key === null || id === null ? [] : [{ key, id, name }];
}

/** Number of pages of `rows` results each; 0 where there are no results. */
export function pagesOf(count: number, rows: number): number {
  return Math.ceil(count / rows);
}

function meanOf(sum: number | null, count: number): number | null {
  return sum === null || count === 0 ? null : sum / count;
}
