import { comparisonOf } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import { questionArgs } from '../../question/arguments.ts';
import type { Slice } from '../../question/slice.ts';
import { declareReport } from '../report.ts';
import { loadChannels, toChannelQuestion } from './report.ts';
import { type ChannelSummary, type ChannelSummaryDelta, channelDeltasOf } from './shape.ts';

const { current, previous, deltas } = comparisonOf(loadChannels, channelDeltasOf);

const ChannelSummaryType = builder.objectRef<ChannelSummary>('ChannelSummary').implement({
  description:
    'Conversations of one channel that were created in the period, by their status now. Source: Chatwoot.',
  fields: (t) => ({
    channel: t.exposeString('channel', { description: "The source's own name, such as Channel::WebWidget." }),
    open: t.exposeInt('open', { description: 'Open now.' }),
    resolved: t.exposeInt('resolved', { description: 'Closed now.' }),
    pending: t.exposeInt('pending', { description: 'Pending now.' }),
    snoozed: t.exposeInt('snoozed', { description: 'Snoozed or on hold now.' }),
    total: t.exposeInt('total', { description: 'The sum of the four.' }),
  }),
});

const percentage = 'Change in percent; null where only the previous count is 0.';

const ChannelSummaryDeltaType = builder.objectRef<ChannelSummaryDelta>('ChannelSummaryDelta').implement({
  description:
    'Change of one channel from previous to current; where it is missing from one of them it counts as 0.',
  fields: (t) => ({
    channel: t.exposeString('channel', { description: "The source's own name, such as Channel::WebWidget." }),
    open: t.exposeFloat('open', { nullable: true, description: percentage }),
    resolved: t.exposeFloat('resolved', { nullable: true, description: percentage }),
    pending: t.exposeFloat('pending', { nullable: true, description: percentage }),
    snoozed: t.exposeFloat('snoozed', { nullable: true, description: percentage }),
    total: t.exposeFloat('total', { nullable: true, description: percentage }),
  }),
});

const ChannelSummaryReport = builder.objectRef<Slice>('ChannelSummaryReport').implement({
  description: 'Conversations created in a period, grouped by channel. Source: Chatwoot.',
  fields: (t) => ({
    current: t.field({
      type: [ChannelSummaryType],
      ...current,
      description: 'Sorted by channel. Only channels with at least one conversation in the period.',
    }),
    previous: t.field({ type: [ChannelSummaryType], ...previous }),
    deltas: t.field({
      type: [ChannelSummaryDeltaType],
      ...deltas,
      description:
        'One entry for each channel in current or previous, sorted by channel; null without a comparison.',
    }),
  }),
});

export const channelSummaryReport = declareReport({
  name: 'channelSummaryReport',
  type: ChannelSummaryReport,
  description:
    "Chatwoot: conversation statistics grouped by channel type. A period must not be longer than 184 days on the wall clock of the account's zone.",
  args: questionArgs,
  toQuestion: (args, context) => toChannelQuestion(args, context),
  reads: { figures: { points: 1800, rows: 'cut' } },
  example: `# How many conversations came in through each channel, how they stand now, and the change against a year ago.
query ChannelSummary($period: PeriodInput!) {
  channelSummaryReport(period: $period, compareTo: PREVIOUS_YEAR) {
    current { channel open resolved pending snoozed total }
    previous { channel total }
    deltas { channel total }
  }
}
`,
});
