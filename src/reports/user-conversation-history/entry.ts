import { loadConversation } from '../../entities/conversation/loader.ts';
import { Customer } from '../../entities/named.ts';
import { builder } from '../../graphql/builder.ts';
import type { UserConversationHistoryEntry } from './shape.ts';

export const UserConversationStatus = builder.enumType('UserConversationStatus', {
  description: "Help Scout's three statuses of a conversation in a user's history.",
  values: {
    ACTIVE: { description: 'Open.' },
    PENDING: { description: 'Pending, snoozed or on hold.' },
    CLOSED: { description: 'Closed.' },
  } as const,
});

const longest = 'Longer than 2147483647 seconds (68 years) reads 2147483647.';

export const UserConversationHistoryEntryType = builder
  .objectRef<UserConversationHistoryEntry>('UserConversationHistoryEntry')
  .implement({
    description:
      'One reply that the user sent. Times are in seconds, within office hours where the question asks for them. Source: Help Scout.',
    fields: (t) => ({
      conversationId: t.exposeID('conversationId', { description: "The conversation's id." }),
      number: t.exposeInt('number', { description: "The conversation's number." }),
      subject: t.string({
        nullable: true,
        description: 'What the conversation is about; null where that is not known.',
        resolve: async ({ conversationId }, _args, context) =>
          (await loadConversation(context, conversationId))?.subject ?? null,
      }),
      url: t.string({
        nullable: true,
        description: 'Where its source shows the conversation; null where that is not known.',
        resolve: async ({ conversationId }, _args, context) =>
          (await loadConversation(context, conversationId))?.url ?? null,
      }),
      status: t.field({
        type: UserConversationStatus,
        description: "The conversation's status now.",
        resolve: ({ status }) => status,
      }),
      customers: t.field({
        type: [Customer],
        description: "The conversation's customer in a list of one, or an empty list.",
        resolve: ({ customers }) => customers,
      }),
      repliedAt: t.expose('repliedAt', { type: 'DateTime', description: 'When this reply was sent.' }),
      repliesSent: t.exposeInt('repliesSent', {
        description: 'All replies of the conversation, by anyone, at any time.',
      }),
      responseTime: t.exposeInt('responseTime', {
        nullable: true,
        description: `Seconds from the moment the customer began to wait, with the first message after the reply before, until this reply. Null where nobody was waiting. ${longest}`,
      }),
      firstResponseTime: t.exposeInt('firstResponseTime', {
        nullable: true,
        description: `The response time, in seconds, of this user's first reply in the conversation, whenever it was. Null where nobody was waiting for that one. ${longest}`,
      }),
      resolveTime: t.exposeInt('resolveTime', {
        nullable: true,
        description: `Seconds from the conversation's creation to its closing. Null unless it is closed now, has a reply and was not closed before it was created. ${longest}`,
      }),
      avgHandleTime: t.exposeFloat('avgHandleTime', {
        nullable: true,
        description:
          "Mean handling time, in seconds, of the user's replies in this conversation in the period that have one. Null where none has.",
      }),
    }),
  });
