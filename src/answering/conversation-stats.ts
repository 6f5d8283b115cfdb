import { builder } from '../graphql/builder.ts';
import { type ConversationStats, type ConversationStatsPair, figureDeltaOf, figureOf } from './stats.ts';

export const ConversationStatsType = builder.objectRef<ConversationStats>('ConversationStats').implement({
  description: 'The conversations of one period in figures. Source: Help Scout.',
  fields: (t) => ({
    startDate: t.field({
      type: 'DateTime',
      description: 'Start of the period; inside.',
      resolve: ({ period }) => period.start,
    }),
    endDate: t.field({
      type: 'DateTime',
      description: 'End of the period; outside.',
      resolve: ({ period }) => period.end,
    }),
    totalConversations: t.int({
      description:
        'Conversations touched in the period: created in it, or with a thread of any kind created in it.',
      resolve: (stats) => figureOf(stats, 'totalConversations'),
    }),
    conversationsCreated: t.int({
      description: 'Conversations created in the period; the same as newConversations.',
      resolve: (stats) => figureOf(stats, 'conversationsCreated'),
    }),
    newConversations: t.int({
      description: 'Conversations created in the period.',
      resolve: (stats) => figureOf(stats, 'newConversations'),
    }),
    customers: t.int({
      description: 'Different customers whose conversations have a reply sent in the period.',
      resolve: (stats) => figureOf(stats, 'customers'),
    }),
    conversationsPerDay: t.int({
      description:
        'totalConversations divided by the whole days of 86,400 seconds in the period (at least 1), rounded down.',
      resolve: (stats) => figureOf(stats, 'conversationsPerDay'),
    }),
  }),
});

const percentage = 'Change in percent; null where only the previous figure is 0.';

export const ConversationDeltasType = builder
  .objectRef<ConversationStatsPair>('ConversationDeltas')
  .implement({
    description: 'Change of each figure from previous to current. Source: Help Scout.',
    fields: (t) => ({
      totalConversations: t.float({
        nullable: true,
        description: percentage,
        resolve: (pair) => figureDeltaOf(pair, 'totalConversations'),
      }),
      conversationsCreated: t.float({
        nullable: true,
        description: percentage,
        resolve: (pair) => figureDeltaOf(pair, 'conversationsCreated'),
      }),
      newConversations: t.float({
        nullable: true,
        description: percentage,
        resolve: (pair) => figureDeltaOf(pair, 'newConversations'),
      }),
      customers: t.float({
        nullable: true,
        description: percentage,
        resolve: (pair) => figureDeltaOf(pair, 'customers'),
      }),
      conversationsPerDay: t.float({
        nullable: true,
        description: percentage,
        resolve: (pair) => figureDeltaOf(pair, 'conversationsPerDay'),
      }),
    }),
  });
