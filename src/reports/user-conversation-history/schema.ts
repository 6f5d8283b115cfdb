import { comparisonOf } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import { questionArgs } from '../../question/arguments.ts';
import { historyArgs } from './arguments.ts';
import { UserConversationHistoryEntryType } from './entry.ts';
import { type History, loadEntries, loadReplyStats, toHistory } from './report.ts';
import { pagesOf, replyDeltasOf } from './shape.ts';
import { UserReplyDeltasType, UserReplyStatsType } from './stats.ts';

const { current, previous, deltas } = comparisonOf(loadReplyStats, replyDeltasOf);

const UserConversationHistoryReport = builder.objectRef<History>('UserConversationHistoryReport').implement({
  description: "One page of a user's replies in a period, and totals of all of them. Source: Help Scout.",
  fields: (t) => ({
    page: t.exposeInt('page', { description: 'The page asked for, from 1.' }),
    pages: t.int({
      description: 'Number of pages; 0 when count is 0.',
      resolve: async (history, _args, context) => {
        const { replies } = await loadReplyStats(context, history, history.period);
        return pagesOf(replies, history.rows);
      },
    }),
    count: t.int({
      description: 'Number of replies of the user in the period that match: one result each.',
      resolve: async (history, _args, context) =>
        (await loadReplyStats(context, history, history.period)).replies,
    }),
    results: t.field({
      type: [UserConversationHistoryEntryType],
      description:
        'The replies on this page, by the sort field with nulls last, then by repliedAt, conversationId and place in the conversation. A page past the end has none.',
      resolve: (history, _args, context) => loadEntries(context, history),
    }),
    current: t.field({ type: UserReplyStatsType, ...current }),
    previous: t.field({ type: UserReplyStatsType, ...previous }),
    deltas: t.field({ type: UserReplyDeltasType, ...deltas }),
  }),
});

builder.queryField('userConversationHistoryReport', (t) =>
  t.field({
    type: UserConversationHistoryReport,
    nullable: true,
    description: 'Help Scout: User Conversation History. One result for each reply that the user sent.',
    args: { ...questionArgs, ...historyArgs },
    resolve: (_root, args, context) => toHistory(args, context),
  }),
);
