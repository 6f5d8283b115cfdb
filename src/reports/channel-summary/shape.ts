import { z } from 'zod';
import { deltaOf } from '../../answering/comparison.ts';
import { groupBy } from '../../group.ts';
import { compareCodePoints } from '../../question/order.ts';
import { chatwootStatusOf, countedStatus } from '../../question/status.ts';

/** Parses conversations created in a period, by channel and present status. */
export const channelRow = z.object({
  period: z.int(),
  channel: z.string(),
  status: countedStatus,
  count: z.int(),
});

const statuses = ['open', 'resolved', 'pending', 'snoozed', 'total'] as const;

type ChannelCounts = Record<(typeof statuses)[number], number>;

export type ChannelSummary = ChannelCounts & { readonly channel: string };

export type ChannelSummaryDelta = Record<keyof ChannelCounts, number | null> & { readonly channel: string };

/** One entry a channel, sorted by channel. */
export function channelsOf(rows: readonly Omit<z.infer<typeof channelRow>, 'period'>[]): ChannelSummary[] {
  const channels = [...groupBy(rows, (row) => row.channel)].map(([channel, ofChannel]) => {
    const summary = emptyChannel(channel);
    for (const { status, count } of ofChannel) {
      summary[chatwootStatusOf[status]] += count;
      summary.total += count;
    }
    return summary;
  });
  return channels.sort((one, other) => compareCodePoints(one.channel, other.channel));
}

/** One entry for each channel in either period, sorted by channel; a channel missing from one of them counts as 0 there. */
export function channelDeltasOf(
  current: readonly ChannelSummary[],
  previous: readonly ChannelSummary[],
): ChannelSummaryDelta[] {
  const now = new Map(current.map((summary) => [summary.channel, summary]));
  const before = new Map(previous.map((summary) => [summary.channel, summary]));
  const channels = [...new Set([...now.keys(), ...before.keys()])].sort(compareCodePoints);
  return channels.map((channel) => {
    const one = now.get(channel) ?? emptyChannel(channel);
    const other = before.get(channel) ?? emptyChannel(channel);
    const deltas = statuses.map((status) => [status, deltaOf(one[status], other[status])]);
    return { channel, ...(Object.fromEntries(deltas) as Record<keyof ChannelCounts, number | null>) };
  });
}

function emptyChannel(channel: string): ChannelSummary {
  return { channel, open: 0, resolved: 0, pending: 0, snoozed: 0, total: 0 };
}
