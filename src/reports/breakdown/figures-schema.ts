import type { Pair } from '../../answering/comparison.ts';
import { builder } from '../../graphql/builder.ts';
import { type Figures, figureDeltaOf } from './figures.ts';
import type { FigureName } from './parts.ts';

const countOf = async (figures: Figures, name: FigureName): Promise<number> => (await figures(name)) ?? 0;

export const BreakdownFiguresType = builder.objectRef<Figures>('BreakdownFigures').implement({
  description:
    'Figures of the conversations of a row in one period, each read when it is asked for. Times are in seconds, within office hours where the question asks for them. By users what has an author counts for the author, the rest for the assignee now.',
  fields: (t) => ({
    conversationsCreated: t.int({
      description: 'Conversations created in the period.',
      resolve: (figures) => countOf(figures, 'conversationsCreated'),
    }),
    conversationsTouched: t.int({
      description:
        'Conversations touched in the period: created in it, or with a thread of any kind created in it.',
      resolve: (figures) => countOf(figures, 'conversationsTouched'),
    }),
    messagesReceived: t.int({
      description: 'Messages of customers in the period. Source: Chatwoot, incoming_messages_count.',
      resolve: (figures) => countOf(figures, 'messagesReceived'),
    }),
    repliesSent: t.int({
      description:
        'Replies sent in the period; by users, those that the user wrote. Source: Chatwoot, outgoing_messages_count.',
      resolve: (figures) => countOf(figures, 'repliesSent'),
    }),
    customersReplied: t.int({
      description:
        'Different customers of the conversations with one of these replies. Source: Help Scout, customersHelped.',
      resolve: (figures) => countOf(figures, 'customersReplied'),
    }),
    resolutions: t.int({
      description:
        'Changes of status to closed in the period; where no thread of a conversation sets a status, its closing, while it is closed. Source: Chatwoot, resolutions_count.',
      resolve: (figures) => countOf(figures, 'resolutions'),
    }),
    avgFirstResponseTime: t.float({
      nullable: true,
      description:
        'Mean response time, in seconds, of the first replies sent in the period; by users, of those that the user wrote. Null where nobody was waiting for any. Source: Chatwoot, avg_first_response_time.',
      resolve: (figures) => figures('avgFirstResponseTime'),
    }),
    medianFirstResponseTime: t.float({
      nullable: true,
      description:
        'The median of the same, in seconds: the middle of the sorted times, or the mean of the two in the middle. Null where there are none.',
      resolve: (figures) => figures('medianFirstResponseTime'),
    }),
    avgResponseTime: t.float({
      nullable: true,
      description:
        'Mean response time, in seconds, of the replies sent in the period; by users, of those that the user wrote. Null where nobody was waiting for any. Source: Chatwoot, avg_reply_time.',
      resolve: (figures) => figures('avgResponseTime'),
    }),
    medianResponseTime: t.float({
      nullable: true,
      description: 'The median of the same, in seconds. Null where there are none.',
      resolve: (figures) => figures('medianResponseTime'),
    }),
    avgResolveTime: t.float({
      nullable: true,
      description:
        'Mean resolve time, in seconds, of the conversations resolved in the period. Null where there are none. Source: Chatwoot, avg_resolution_time.',
      resolve: (figures) => figures('avgResolveTime'),
    }),
    ratings: t.int({
      description:
        'Ratings given in the period; by users, those that rate the user. Source: Help Scout, happiness.',
      resolve: (figures) => countOf(figures, 'ratings'),
    }),
    satisfactionScore: t.float({
      nullable: true,
      description:
        'Percent of these that are great minus percent that are not good, from -100 to 100. Null where there are none. Source: Help Scout, happinessScore.',
      resolve: (figures) => figures('satisfactionScore'),
    }),
  }),
});

const percentage = 'Change in percent; null where only the previous count is 0.';
const meanPercentage = 'Change in percent; null where either time is null or only the previous one is 0.';

export const BreakdownDeltasType = builder.objectRef<Pair<Figures>>('BreakdownDeltas').implement({
  description: 'Change of each figure from previous to current.',
  fields: (t) => ({
    conversationsCreated: t.float({
      nullable: true,
      description: percentage,
      resolve: (pair) => figureDeltaOf(pair, 'conversationsCreated'),
    }),
    conversationsTouched: t.float({
      nullable: true,
      description: percentage,
      resolve: (pair) => figureDeltaOf(pair, 'conversationsTouched'),
    }),
    messagesReceived: t.float({
      nullable: true,
      description: percentage,
      resolve: (pair) => figureDeltaOf(pair, 'messagesReceived'),
    }),
    repliesSent: t.float({
      nullable: true,
      description: percentage,
      resolve: (pair) => figureDeltaOf(pair, 'repliesSent'),
    }),
    customersReplied: t.float({
      nullable: true,
      description: percentage,
      resolve: (pair) => figureDeltaOf(pair, 'customersReplied'),
    }),
    resolutions: t.float({
      nullable: true,
      description: percentage,
      resolve: (pair) => figureDeltaOf(pair, 'resolutions'),
    }),
    avgFirstResponseTime: t.float({
      nullable: true,
      description: meanPercentage,
      resolve: (pair) => figureDeltaOf(pair, 'avgFirstResponseTime'),
    }),
    medianFirstResponseTime: t.float({
      nullable: true,
      description: meanPercentage,
      resolve: (pair) => figureDeltaOf(pair, 'medianFirstResponseTime'),
    }),
    avgResponseTime: t.float({
      nullable: true,
      description: meanPercentage,
      resolve: (pair) => figureDeltaOf(pair, 'avgResponseTime'),
    }),
    medianResponseTime: t.float({
      nullable: true,
      description: meanPercentage,
      resolve: (pair) => figureDeltaOf(pair, 'medianResponseTime'),
    }),
    avgResolveTime: t.float({
      nullable: true,
      description: meanPercentage,
      resolve: (pair) => figureDeltaOf(pair, 'avgResolveTime'),
    }),
    ratings: t.float({
      nullable: true,
      description: percentage,
      resolve: (pair) => figureDeltaOf(pair, 'ratings'),
    }),
    satisfactionScore: t.float({
      nullable: true,
      description: 'Change in points; null where either score is null.',
      resolve: (pair) => figureDeltaOf(pair, 'satisfactionScore'),
    }),
  }),
});
