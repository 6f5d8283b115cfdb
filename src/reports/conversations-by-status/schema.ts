import { comparisonOf } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import { questionArgs } from '../../question/arguments.ts';
import { type Slice, toSlice } from '../../question/slice.ts';
import { rocketChatLabelOf } from '../../question/status.ts';
import { declareReport } from '../report.ts';
import { loadBreakdown } from './report.ts';
import { type StatusBreakdown, type StatusCount, type StatusDeltas, statusDeltasOf } from './shape.ts';

const { current, previous, deltas } = comparisonOf(loadBreakdown, statusDeltasOf);

const StatusCountType = builder.objectRef<StatusCount>('StatusCount').implement({
  description: 'Conversations in one status. Source: Rocket.Chat.',
  fields: (t) => ({
    label: t.string({
      description:
        "Rocket.Chat's own word: Open (open, with an assignee), Closed, Queued (open, without one) or On_Hold (on hold, snoozed or pending).",
      resolve: ({ status }) => rocketChatLabelOf[status],
    }),
    value: t.exposeInt('value', { description: 'Number of conversations.' }),
  }),
});

const StatusBreakdownType = builder.objectRef<StatusBreakdown>('StatusBreakdown').implement({
  description: 'Conversations created in a period, by their status now. Source: Rocket.Chat.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'The sum of the four counts.' }),
    data: t.field({
      type: [StatusCountType],
      description:
        'Always four entries, by value descending; ties in the order Open, Closed, Queued, On_Hold.',
      resolve: ({ data }) => data,
    }),
  }),
});

const percentage = 'Change in percent; null where only the previous count is 0.';

const StatusDeltasType = builder.objectRef<StatusDeltas>('StatusDeltas').implement({
  description: 'Change of each count from previous to current.',
  fields: (t) => ({
    total: t.exposeFloat('total', { nullable: true, description: percentage }),
    open: t.exposeFloat('open', { nullable: true, description: percentage }),
    closed: t.exposeFloat('closed', { nullable: true, description: percentage }),
    queued: t.exposeFloat('queued', { nullable: true, description: percentage }),
    onHold: t.exposeFloat('onHold', { nullable: true, description: percentage }),
  }),
});

const ConversationsByStatusReport = builder.objectRef<Slice>('ConversationsByStatusReport').implement({
  description: 'Conversations created in a period, by their status now. Source: Rocket.Chat.',
  fields: (t) => ({
    current: t.field({ type: StatusBreakdownType, ...current }),
    previous: t.field({ type: StatusBreakdownType, ...previous }),
    deltas: t.field({ type: StatusDeltasType, ...deltas }),
  }),
});

export const conversationsByStatusReport = declareReport({
  name: 'conversationsByStatusReport',
  type: ConversationsByStatusReport,
  description: 'Rocket.Chat: conversations by status.',
  args: questionArgs,
  toQuestion: (args, context) => toSlice(args, context),
  reads: { figures: { points: 1800, rows: 'cut' } },
  example: `# How the month's emails and chats stand now: open, queued, on hold or closed, against the month before.
query ConversationsByStatus($period: PeriodInput!) {
  conversationsByStatusReport(period: $period, compareTo: PREVIOUS_PERIOD, filter: { types: [EMAIL, CHAT] }) {
    current { total data { label value } }
    previous { total data { label value } }
    deltas { total open closed queued onHold }
  }
}
`,
});
