import { toInt } from '../../answering/seconds.ts';
import { builder } from '../../graphql/builder.ts';
import { ConversationStatusEnum, ConversationTypeEnum, PriorityEnum } from '../../question/arguments.ts';
import { assertReports } from '../../question/slice.ts';
import { Customer, Mailbox, Tag, Team, User } from '../named.ts';
import { referenceKey } from '../reference.ts';
import type { ConversationRow } from './columns.ts';
import { loadConversation, loadRated, loadRatings } from './loader.ts';
import { Rating } from './rating.ts';

export const Conversation = builder.objectRef<ConversationRow>('Conversation').implement({
  description:
    'A conversation that reports count: neither spam nor deleted, in a mailbox that the token may see.',
  fields: (t) => ({
    id: t.exposeID('id', { description: "The source's own id." }),
    number: t.exposeInt('number', { description: 'Its number in the source; need not be unique.' }),
    url: t.exposeString('url', {
      nullable: true,
      description: 'Where the source shows it, if that is known.',
    }),
    subject: t.exposeString('subject', { nullable: true, description: 'What it is about, if it says so.' }),
    type: t.expose('type', { type: ConversationTypeEnum, description: 'How it came in.' }),
    channel: t.exposeString('channel', { description: "The source's own name of the channel." }),
    status: t.expose('status', { type: ConversationStatusEnum, description: 'How it stands now.' }),
    priority: t.expose('priority', {
      type: PriorityEnum,
      nullable: true,
      description: 'How urgent it is now; null where nobody has said.',
    }),
    mailbox: t.expose('mailbox', { type: Mailbox, description: 'The mailbox that it is in.' }),
    folderId: t.exposeID('folderId', {
      nullable: true,
      description: 'The id of its folder; null where it is in none.',
    }),
    customer: t.expose('customer', {
      type: Customer,
      nullable: true,
      description: 'Whose it is; null where nobody is known.',
    }),
    assignee: t.expose('assignee', {
      type: User,
      nullable: true,
      description: 'Whom it is assigned to now; null: nobody.',
    }),
    team: t.expose('team', {
      type: Team,
      nullable: true,
      description: 'The team that it is assigned to now; null: none.',
    }),
    tags: t.expose('tags', { type: [Tag], description: 'Its tags, sorted by name (code points), then id.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When it was closed, as the source says, whatever its status is now; null where it does not say.',
    }),
    waitingSince: t.expose('waitingSince', {
      type: 'DateTime',
      nullable: true,
      description:
        'The first message of the customer after the last reply; null where there is none, or it is closed.',
    }),
    firstResponseAt: t.expose('firstResponseAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the first reply was sent; null without one.',
    }),
    firstResponseTime: t.int({
      nullable: true,
      description:
        'Elapsed seconds that the customer had waited for the first reply; null if nobody was waiting.',
      resolve: ({ firstResponseSeconds }) => toInt(firstResponseSeconds),
    }),
    resolveTime: t.int({
      nullable: true,
      description:
        'Elapsed seconds from creation to closing; null unless it is closed, has a reply and was not closed before it was created.',
      resolve: ({ resolveSeconds }) => toInt(resolveSeconds),
    }),
    repliesSent: t.exposeInt('repliesSent', { description: 'All its replies, at any time.' }),
    messagesReceived: t.exposeInt('messagesReceived', {
      description: "All the customer's messages in it, at any time.",
    }),
    ratings: t.field({
      type: [Rating],
      description: 'What was said of how it was served, the newest first, then by id.',
      resolve: async (conversation, _args, context) =>
        (await loadRatings(context, conversation.key)).map((rating) => ({ ...rating, conversation })),
    }),
  }),
});

builder.objectField(Rating, 'conversation', (t) =>
  t.field({
    type: Conversation,
    description: 'The conversation that was rated.',
    resolve: ({ conversation }, _args, context) =>
      typeof conversation === 'string' ? loadRated(context, conversation) : conversation,
  }),
);

builder.queryField('conversation', (t) =>
  t.field({
    type: Conversation,
    nullable: true,
    description:
      'One conversation; null if there is none with this id that reports count and that the token may see.',
    args: { id: t.arg.id({ required: true, description: "The source's own id." }) },
    resolve: (_root, { id }, context) => {
      assertReports(context.caller.account);
      return loadConversation(context, id);
    },
  }),
);

// A copy: the library writes the type's name into what a reference resolves to.
builder.asEntity(Conversation, {
  key: referenceKey,
  resolveReference: async ({ id }, context) => {
    const conversation = await loadConversation(context, id);
    return conversation && { ...conversation };
  },
});
