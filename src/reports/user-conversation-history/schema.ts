import { notFound } from '../../errors.ts';
import { comparisonOf } from '../../reporting/comparison.ts';
import { periodLoader } from '../../reporting/loader.ts';
import { questionArgs, toSlice } from '../../reporting/question.ts';
import { builder } from '../../schema/builder.ts';
import { historyArgs } from './arguments.ts';
import { UserConversationHistoryEntryType } from './entry.ts';
import { type History, replyScopeKeyOf } from './history.ts';
import { readResults, readUserKey } from './query.ts';
import { entryOf, pagesOf, replyDeltasOf, statsOf } from './shape.ts';
import { UserReplyDeltasType, UserReplyStatsType } from './stats.ts';
import { readTotals } from './totals-query.ts';

const loadStats = periodLoader(readTotals, statsOf, replyScopeKeyOf);

const { current, previous, deltas } = comparisonOf(loadStats, replyDeltasOf);

const UserConversationHistoryReport = builder.objectRef<History>('UserConversationHistoryReport').implement({
  description: "One page of a user's replies in a period, and totals of all of them. Source: Help Scout.",
  fields: (t) => ({
    page: t.exposeInt('page', { description: 'The page asked for, from 1.' }),
    pages: t.int({
      description: 'Number of pages; 0 when count is 0.',
      resolve: async (history, args, context) => {
        const { replies } = await current(history, args, context);
        return pagesOf(replies, history.rows);
      },
    }),
    count: t.int({
      description: 'Number of replies of the user in the period that match: one result each.',
      resolve: async (history, args, context) => (await current(history, args, context)).replies,
    }),
    results: t.field({
      type: [UserConversationHistoryEntryType],
      description:
        'The replies on this page, by the sort field with nulls last, then by repliedAt, id and place in the conversation. A page past the end has none.',
      resolve: async (history, _args, { database }) => (await readResults(database, history)).map(entryOf),
    }),
    current: t.field({ type: UserReplyStatsType, description: 'The period asked for.', resolve: current }),
    previous: t.field({
      type: UserReplyStatsType,
      nullable: true,
      description: 'The same for the period compared with; null unless a comparison was asked for.',
      resolve: previous,
    }),
    deltas: t.field({
      type: UserReplyDeltasType,
      nullable: true,
      description: 'Change from previous to current; null without a comparison.',
      resolve: deltas,
    }),
  }),
});

builder.queryField('userConversationHistoryReport', (t) =>
  t.field({
    type: UserConversationHistoryReport,
    nullable: true,
    description: 'Help Scout: User Conversation History. One result for each reply that the user sent.',
    args: { ...questionArgs, ...historyArgs },
    resolve: async (
      _root,
      { user, status, officeHours, page, rows, sortField, sortOrder, ...question },
      context,
    ) => {
      const slice = toSlice(question, context);
      const userKey = await readUserKey(context.database, slice.account.key, user);
      if (userKey === null) throw notFound('user', 'There is no such user; users lists them.');
      return { ...slice, userKey, status: status ?? null, officeHours, page, rows, sortField, sortOrder };
    },
  }),
);
