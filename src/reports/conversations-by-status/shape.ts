import { z } from 'zod';
import { deltaOf } from '../../answering/comparison.ts';
import {
  countedStatus,
  type RocketChatStatus,
  rocketChatStatuses,
  rocketChatStatusOf,
} from '../../question/status.ts';

/** Parses conversations created in a period, by present status and whether somebody is assigned. */
export const statusRow = z.object({
  period: z.int(),
  status: countedStatus,
  assigned: z.boolean(),
  count: z.int(),
});

export interface StatusCount {
  readonly status: RocketChatStatus;
  readonly value: number;
}

export interface StatusBreakdown {
  readonly total: number;
  readonly data: readonly StatusCount[];
}

export type StatusDeltas = Record<RocketChatStatus | 'total', number | null>;

/** All four statuses by count, the largest first; equal counts stay in the order of `rocketChatStatuses`. */
export function breakdownOf(rows: readonly Omit<z.infer<typeof statusRow>, 'period'>[]): StatusBreakdown {
  const counts: Record<RocketChatStatus, number> = { open: 0, closed: 0, queued: 0, onHold: 0 };
  for (const { status, assigned, count } of rows) counts[rocketChatStatusOf(status, assigned)] += count;
  const data = rocketChatStatuses.map((status) => ({ status, value: counts[status] }));
  return {
    total: data.reduce((sum, { value }) => sum + value, 0),
    data: data.sort((one, other) => other.value - one.value),
  };
}

export function statusDeltasOf(current: StatusBreakdown, previous: StatusBreakdown): StatusDeltas {
  const delta = (status: RocketChatStatus): number | null =>
    deltaOf(countOf(current, status), countOf(previous, status));
  return {
    total: deltaOf(current.total, previous.total),
    open: delta('open'),
    closed: delta('closed'),
    queued: delta('queued'),
    onHold: delta('onHold'),
  };
}

function countOf({ data }: StatusBreakdown, status: RocketChatStatus): number {
  return data.find((entry) => entry.status === status)?.value ?? 0;
}
