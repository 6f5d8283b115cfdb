import { comparisonOf } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import { questionArgs, SortOrder } from '../../question/arguments.ts';
import { declareReport } from '../report.ts';
import { UserConversationHistoryEntryType, UserConversationStatus } from './entry.ts';
import { type History, loadEntries, loadReplyStats, toHistory } from './report.ts';
import { pagesOf, replyDeltasOf } from './shape.ts';
import { UserReplyDeltasType, UserReplyStatsType } from './stats.ts';

const SortField = builder.enumType('UserConversationSortField', {
  description: "What a user's history is sorted by. Source: Help Scout.",
  values: {
    NUMBER: { description: "The conversation's number." },
    REPLIES_SENT: { description: "The conversation's number of replies." },
    RESPONSE_TIME: { description: "The reply's response time." },
    RESOLVE_TIME: { description: "The conversation's resolve time." },
  } as const,
});

/** The arguments of a user's history besides those of every report. */
const historyArgs = builder.args((t) => ({
  user: t.id({ required: true, description: 'Id of the user whose replies are listed.' }),
  status: t.field({
    type: UserConversationStatus,
    description: 'The status that the conversations have now; any without it.',
  }),
  officeHours: t.boolean({
    required: true,
    defaultValue: false,
    description:
      "Whether response, first response and resolve times count only the time inside the account's office hours. No effect where the account has none enabled; it never changes which results are listed.",
  }),
  page: t.int({
    required: true,
    defaultValue: 1,
    description: 'Which page, from 1.',
    validate: { min: [1, { message: 'Pages are counted from 1.' }] },
  }),
  rows: t.int({
    required: true,
    defaultValue: 25,
    description: 'Results on a page, from 1 to 50.',
    validate: {
      min: [1, { message: 'A page has from 1 to 50 rows.' }],
      max: [50, { message: 'A page has from 1 to 50 rows.' }],
    },
  }),
  sortField: t.field({
    type: SortField,
    required: true,
    defaultValue: 'NUMBER',
    description: 'What the results are sorted by; nulls come last in either order.',
  }),
  sortOrder: t.field({
    type: SortOrder,
    required: true,
    defaultValue: 'DESC',
    description: 'The direction of the sort field; ties come in ascending order of repliedAt in either.',
  }),
}));

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

export const userConversationHistoryReport = declareReport({
  name: 'userConversationHistoryReport',
  type: UserConversationHistoryReport,
  description: 'Help Scout: User Conversation History. One result for each reply that the user sent.',
  args: { ...questionArgs, ...historyArgs },
  toQuestion: (args, context) => toHistory(args, context),
  reads: {
    figures: { points: 1000, rows: 'always' },
    results: { points: 1000, rows: 'always', isOfCurrentAlone: true },
  },
  example: `# What one user replied to, the slowest answers within office hours first, and how fast the user was against the month before.
query UserConversationHistory($period: PeriodInput!, $user: ID!) {
  userConversationHistoryReport(
    user: $user, period: $period, compareTo: PREVIOUS_PERIOD, officeHours: true, sortField: RESPONSE_TIME, rows: 10
  ) {
    count
    pages
    results { number status repliedAt responseTime firstResponseTime resolveTime avgHandleTime customers { name } }
    current { replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime }
    deltas { replies conversations customers avgResponseTime avgFirstResponseTime avgResolveTime avgHandleTime }
  }
}
`,
});
