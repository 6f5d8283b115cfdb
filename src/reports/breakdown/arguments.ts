import { builder } from '../../graphql/builder.ts';
import { DimensionEnum, SortOrder } from '../../question/arguments.ts';

const BreakdownField = builder.enumType('BreakdownField', {
  description: 'What the rows of a breakdown are sorted by: any of their figures.',
  values: {
    CONVERSATIONS_CREATED: { value: 'conversationsCreated', description: 'Conversations created.' },
    CONVERSATIONS_TOUCHED: { value: 'conversationsTouched', description: 'Conversations touched.' },
    MESSAGES_RECEIVED: { value: 'messagesReceived', description: 'Messages of customers.' },
    REPLIES_SENT: { value: 'repliesSent', description: 'Replies.' },
    CUSTOMERS_REPLIED: { value: 'customersReplied', description: 'Different customers with a reply.' },
    RESOLUTIONS: { value: 'resolutions', description: 'Resolutions.' },
    AVG_FIRST_RESPONSE_TIME: {
      value: 'avgFirstResponseTime',
      description: 'The mean of first response times.',
    },
    MEDIAN_FIRST_RESPONSE_TIME: {
      value: 'medianFirstResponseTime',
      description: 'The median of first response times.',
    },
    AVG_RESPONSE_TIME: { value: 'avgResponseTime', description: 'The mean of response times.' },
    MEDIAN_RESPONSE_TIME: { value: 'medianResponseTime', description: 'The median of response times.' },
    AVG_RESOLVE_TIME: { value: 'avgResolveTime', description: 'The mean of resolve times.' },
    RATINGS: { value: 'ratings', description: 'Ratings.' },
    SATISFACTION_SCORE: { value: 'satisfactionScore', description: 'The satisfaction score.' },
  } as const,
});

const firstRule = 'A breakdown has 1 to 100 rows.';

/** The arguments of a breakdown besides those of every report. */
export const breakdownArgs = builder.args((t) => ({
  by: t.field({ type: DimensionEnum, required: true, description: 'What the rows are.' }),
  orderBy: t.field({
    type: BreakdownField,
    required: true,
    defaultValue: 'conversationsTouched',
    description:
      'The figure of the current period that the rows are sorted by; rows without it come last in either direction.',
  }),
  direction: t.field({
    type: SortOrder,
    required: true,
    defaultValue: 'DESC',
    description:
      'The direction of the order; ties come in the order of their keys in either, the row without one last.',
  }),
  first: t.int({
    required: true,
    defaultValue: 10,
    description: 'How many rows at most: 1 to 100.',
    validate: { min: [1, { message: firstRule }], max: [100, { message: firstRule }] },
  }),
}));
