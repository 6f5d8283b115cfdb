import { builder } from '../../graphql/builder.ts';
import type { UserReplyDeltas, UserReplyStats } from './shape.ts';

export const UserReplyStatsType = builder.objectRef<UserReplyStats>('UserReplyStats').implement({
  description:
    'All replies of a user in a period that match, not one page of them. Times are in seconds, within office hours where the question asks for them; nulls are left out of a mean. Source: Help Scout.',
  fields: (t) => ({
    startDate: t.field({
      type: 'DateTime',
      description: 'The first instant of the period.',
      resolve: ({ period }) => period.start,
    }),
    endDate: t.field({
      type: 'DateTime',
      description: 'The first instant after the period.',
      resolve: ({ period }) => period.end,
    }),
    replies: t.exposeInt('replies', { description: 'Number of replies.' }),
    conversations: t.exposeInt('conversations', {
      description: 'Number of conversations that the replies are in.',
    }),
    customers: t.exposeInt('customers', {
      description: 'Number of distinct customers of those conversations.',
    }),
    avgResponseTime: t.exposeFloat('avgResponseTime', {
      nullable: true,
      description: "Mean of the replies' response times in seconds; null where none has one.",
    }),
    avgFirstResponseTime: t.exposeFloat('avgFirstResponseTime', {
      nullable: true,
      description:
        "Mean, over the conversations, of the response time of the user's first reply in seconds; null where none has one.",
    }),
    avgResolveTime: t.exposeFloat('avgResolveTime', {
      nullable: true,
      description: "Mean of the conversations' resolve times in seconds; null where none has one.",
    }),
    avgHandleTime: t.exposeFloat('avgHandleTime', {
      nullable: true,
      description: "Mean of the replies' own handling times in seconds; null where none has one.",
    }),
  }),
});

const percentage = 'Change in percent; null where only the previous count is 0.';
const meanPercentage = 'Change in percent; null where either mean is null or only the previous one is 0.';

export const UserReplyDeltasType = builder.objectRef<UserReplyDeltas>('UserReplyDeltas').implement({
  description: 'Change of each number from previous to current. Source: Help Scout.',
  fields: (t) => ({
    replies: t.exposeFloat('replies', { nullable: true, description: percentage }),
    conversations: t.exposeFloat('conversations', { nullable: true, description: percentage }),
    customers: t.exposeFloat('customers', { nullable: true, description: percentage }),
    avgResponseTime: t.exposeFloat('avgResponseTime', { nullable: true, description: meanPercentage }),
    avgFirstResponseTime: t.exposeFloat('avgFirstResponseTime', {
      nullable: true,
      description: meanPercentage,
    }),
    avgResolveTime: t.exposeFloat('avgResolveTime', { nullable: true, description: meanPercentage }),
    avgHandleTime: t.exposeFloat('avgHandleTime', { nullable: true, description: meanPercentage }),
  }),
});
