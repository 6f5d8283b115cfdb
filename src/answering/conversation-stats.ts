import { builder } from '../graphql/builder.ts';
import { periodFields } from '../graphql/period-fields.ts';
import type { Pair } from './comparison.ts';
import { type ConversationStats, type FigureName, figureDeltaOf, figures } from './stats.ts';

export const ConversationStatsType = builder.objectRef<ConversationStats>('ConversationStats').implement({
  description: 'The conversations of one period in figures. Source: Help Scout.',
  fields: (t) => ({
    ...periodFields(t),
    totalConversations: t.int({
      description:
        'Conversations touched in the period: created in it, or with a thread of any kind created in it.',
      resolve: figures.totalConversations,
    }),
    conversationsCreated: t.int({
      description: 'Conversations created in the period; the same as newConversations.',
      resolve: figures.conversationsCreated,
    }),
    newConversations: t.int({
      description: 'Conversations created in the period.',
      resolve: figures.newConversations,
    }),
    customers: t.int({
      description: 'Different customers whose conversations have a reply sent in the period.',
      resolve: figures.customers,
    }),
    conversationsPerDay: t.int({
      description:
        'totalConversations divided by the whole days of 86,400 seconds in the period (at least 1), rounded down.',
      resolve: figures.conversationsPerDay,
    }),
  }),
});

export const ConversationDeltasType = builder
  .objectRef<Pair<ConversationStats>>('ConversationDeltas')
  .implement({
    description: 'Change of each figure from previous to current. Source: Help Scout.',
    fields: (t) => {
      const change = (name: FigureName) =>
        t.float({
          nullable: true,
          description: 'Change in percent; null where only the previous figure is 0.',
          resolve: (pair) => figureDeltaOf(pair, name),
        });
      return {
        totalConversations: change('totalConversations'),
        conversationsCreated: change('conversationsCreated'),
        newConversations: change('newConversations'),
        customers: change('customers'),
        conversationsPerDay: change('conversationsPerDay'),
      };
    },
  });
