import { comparisonOf, pairOf } from '../../answering/comparison.ts';
import { ConversationDeltasType, ConversationStatsType } from '../../answering/conversation-stats.ts';
import { builder } from '../../graphql/builder.ts';
import { questionArgs, timeZoneArg } from '../../question/arguments.ts';
import { type Slice, toSlice } from '../../question/slice.ts';
import { reportStatsOf } from '../counts.ts';
import { declareReport } from '../report.ts';
import { loadBusyTimes } from './busy.ts';
import { CustomFieldUsage } from './fields-schema.ts';
import { type FilterTag, loadFilterTags } from './filter-tags.ts';
import type { BusyTimes, TopKind } from './shape.ts';
import { CustomerActivity, SavedReplyUsage, TagUsage, WorkflowUsage } from './top-schema.ts';

const { current, previous, deltas } = comparisonOf(reportStatsOf, pairOf);

const FilterTagType = builder.objectRef<FilterTag>('FilterTag').implement({
  description: 'A tag that the report can be filtered by. Source: Help Scout.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the tag; 1 stands for conversations without any.' }),
    name: t.exposeString('name', { nullable: true, description: 'Its name; null for id 1, the untagged.' }),
  }),
});

const BusiestDay = builder.objectRef<BusyTimes>('BusiestDay').implement({
  description: "The busiest weekday of a period, on the clock of the report's zone. Source: Help Scout.",
  fields: (t) => ({
    day: t.exposeInt('day', {
      description:
        'The weekday, Monday=1 to Sunday=7, with most conversations created on average over its days in the period; the earlier one of equals.',
    }),
    hour: t.exposeInt('hour', {
      description:
        'The hour of that weekday, 0 to 23, in which most were created; the earlier one of equals.',
    }),
    count: t.exposeInt('count', { description: 'Conversations created on that weekday in the period.' }),
  }),
});

const firstArg = builder.args((t) => ({
  first: t.int({
    required: true,
    defaultValue: 10,
    description: 'The greatest number of entries in top, from 1 to 100.',
    validate: {
      min: [1, { message: 'first must be at least 1.' }],
      max: [100, { message: 'first must be at most 100.' }],
    },
  }),
}));

const top =
  (kind: TopKind) =>
  (slice: Slice, { first }: { first: number }) => ({ slice, kind, first });

const ConversationsReport = builder.objectRef<Slice>('ConversationsReport').implement({
  description:
    'Conversations of a period as a whole. A conversation is touched in a period if it was created in it or has a thread of any kind created in it. Source: Help Scout.',
  fields: (t) => ({
    filterTags: t.field({
      type: [FilterTagType],
      description: 'Every tag of the account, sorted by name, then id, after id 1, the untagged.',
      resolve: (_slice, _args, context) => loadFilterTags(context),
    }),
    busiestDay: t.field({
      type: BusiestDay,
      nullable: true,
      description: 'Null when no conversation was created in the current period.',
      resolve: (slice, _args, context) => loadBusyTimes(context, slice),
    }),
    busyTimeStart: t.int({
      nullable: true,
      description:
        'The hour, 0 to 22, at which the two hours begin in which most conversations were created over all days of the current period; the earlier ones of equals. Null when none was created.',
      resolve: async (slice, _args, context) => (await loadBusyTimes(context, slice))?.start ?? null,
    }),
    busyTimeEnd: t.int({
      nullable: true,
      description: 'busyTimeStart + 2. Null when no conversation was created in the current period.',
      resolve: async (slice, _args, context) => {
        const times = await loadBusyTimes(context, slice);
        return times && times.start + 2;
      },
    }),
    current: t.field({ type: ConversationStatsType, ...current }),
    previous: t.field({ type: ConversationStatsType, ...previous }),
    deltas: t.field({ type: ConversationDeltasType, ...deltas }),
    tags: t.field({
      type: TagUsage,
      description: 'Tags of the touched conversations.',
      args: firstArg,
      resolve: top('tag'),
    }),
    customers: t.field({
      type: CustomerActivity,
      description: 'Customers of the touched conversations.',
      args: firstArg,
      resolve: (slice, { first }) => ({ slice, first }),
    }),
    replies: t.field({
      type: SavedReplyUsage,
      description: 'Saved replies sent in the current period.',
      args: firstArg,
      resolve: top('savedReply'),
    }),
    workflows: t.field({
      type: WorkflowUsage,
      description: 'Workflows run in the current period.',
      args: firstArg,
      resolve: top('workflow'),
    }),
    customFields: t.field({
      type: CustomFieldUsage,
      description: 'Custom fields of the mailboxes that have a touched conversation.',
      resolve: (slice) => slice,
    }),
  }),
});

export const conversationsReport = declareReport({
  name: 'conversationsReport',
  type: ConversationsReport,
  description: 'Help Scout: Conversations - Overall Report.',
  args: { ...questionArgs, ...timeZoneArg },
  toQuestion: (args, context) => toSlice(args, context),
  reads: {
    figures: { points: 3300, rows: 'cut' },
    distinctCustomers: { points: 5500, rows: 'narrowed' },
    busiestDay: { points: 3400, rows: 'cut', isOfCurrentAlone: true },
    tags: { points: 6500, rows: 'cut' },
    customers: { points: 3500, rows: 'narrowed', fewest: 500 },
    replies: { points: 5200, rows: 'cut' },
    workflows: { points: 4500, rows: 'cut' },
    customFields: { points: 10_800, rows: 'cut' },
    filterTags: { points: 0, rows: 'cut', isOfCurrentAlone: true },
  },
  example: `# The month in figures, its busiest hours, and what customers wrote about most, against the same month a year ago.
query Overall($period: PeriodInput!) {
  conversationsReport(period: $period, compareTo: PREVIOUS_YEAR) {
    busiestDay { day hour count }
    busyTimeStart
    busyTimeEnd
    current { totalConversations newConversations customers conversationsPerDay }
    previous { totalConversations newConversations customers conversationsPerDay }
    deltas { totalConversations newConversations customers conversationsPerDay }
    tags(first: 5) { count top { tagId name count previousCount percent deltaPercent } }
    customers(first: 5) { top { customerId name count previousCount } }
    replies(first: 5) { count top { name count previousCount } }
    workflows(first: 5) { count top { name count previousCount } }
    customFields { fields { name values { name count percent } summary { total totalAnswered unansweredPercent } } }
  }
}
`,
});
