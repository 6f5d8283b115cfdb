import { Prisma } from '../../database/generated/client.ts';
import type { Stretch } from '../../period/offsets.ts';
import { statuses, tagsOfConversation } from './conversation.ts';
import { createdByHour, receivedByHour, repliedByHour } from './hours.ts';
import { leftMeasures } from './left.ts';
import { type Measure, measure } from './measure.ts';

/** The condition under which reports count a conversation `c` at all. */
export const isCounted = Prisma.sql`c.status <> 'spam' and not c.deleted`;

/** The condition under which closing a conversation `c` resolves it: no thread of it sets a status, which would tell when. */
export const isResolvedByClosing = Prisma.sql`c.status = 'closed' and not c.has_status_threads`;

/** The condition under which a thread `t` resolves its conversation. */
export const isResolution = Prisma.sql`t.status_event = 'resolution'`;

/** What becomes stale, and is counted anew, together. */
export type Subject = 'conversations' | 'customers';

const byTag: Pick<Measure, 'joins'> = { joins: () => Prisma.sql`cross join lateral ${tagsOfConversation}` };

const byAssignee: Pick<Measure, 'condition' | 'isOfWhole'> = {
  condition: Prisma.sql`c.assignee_key is not null`,
  isOfWhole: true,
};

const byTeam: Pick<Measure, 'condition' | 'isOfWhole'> = {
  condition: Prisma.sql`c.team_key is not null`,
  isOfWhole: true,
};

/** Conversations created, by type. */
export const createdByType = measure('createdByType', 'created', Prisma.sql`0`, {
  label: Prisma.sql`c.type::text`,
});

/** Conversations created, by channel; the key is the place of their present status among `statuses`, from 1. */
export const createdByChannel = measure(
  'createdByChannel',
  'created',
  Prisma.sql`array_position(${statuses}::conversation_status[], c.status)`,
  { label: Prisma.sql`c.channel` },
);

/** Conversations created, by present status; the key is 1 where somebody is assigned, else 0. */
export const createdByStatus = measure(
  'createdByStatus',
  'created',
  Prisma.sql`(c.assignee_key is not null)::int`,
  { label: Prisma.sql`c.status::text` },
);

/** Conversations created, by mailbox. */
export const createdByMailbox = measure('createdByMailbox', 'created', Prisma.sql`c.mailbox_key`, {
  byMailboxOf: createdByType,
});

/** Conversations created, by tag; 0 is the lack of any. */
export const createdByTag = measure('createdByTag', 'created', Prisma.sql`tag.key`, {
  ...byTag,
  isOfWhole: true,
});

/** Conversations created that somebody is assigned, by who is. */
export const createdByAssignee = measure(
  'createdByAssignee',
  'created',
  Prisma.sql`c.assignee_key`,
  byAssignee,
);

/** Conversations created that a team is assigned, by team. */
export const createdByTeam = measure('createdByTeam', 'created', Prisma.sql`c.team_key`, byTeam);

/** The key of touched conversations that carry a tag. */
export const withTags = 1;

/** Conversations touched; the key is 0 where they carry no tag. */
export const touchedConversations = measure('touched', 'touched', Prisma.sql`(c.tag_keys <> '{}')::int`);

/** Conversations touched, by mailbox. */
export const touchedByMailbox = measure('touchedByMailbox', 'touched', Prisma.sql`c.mailbox_key`, {
  byMailboxOf: touchedConversations,
});

/** Conversations touched, by tag; 0 is the lack of any. */
export const touchedByTag = measure('touchedByTag', 'touched', Prisma.sql`tag.key`, byTag);

/** Conversations touched that somebody is assigned, by who is. */
export const touchedByAssignee = measure(
  'touchedByAssignee',
  'touched',
  Prisma.sql`c.assignee_key`,
  byAssignee,
);

/** Conversations touched that a team is assigned, by team. */
export const touchedByTeam = measure('touchedByTeam', 'touched', Prisma.sql`c.team_key`, byTeam);

/**
 * Conversations touched that have a value for a custom field of their mailbox, by field; the label is the option's id if it is
 * a dropdown. `offset 0` holds the planner to looking values up conversation by conversation: it would read them all.
 */
export const touchedByAnswer = measure('touchedByAnswer', 'touched', Prisma.sql`v.field_key`, {
  label: Prisma.sql`case when f.field_type = 'dropdown' then v.value end`,
  joins: (accountKey) => Prisma.sql`
    cross join lateral (
      select v.* from field_values v where v.account_key = ${accountKey} and v.conversation_key = c.key offset 0
    ) v
    join custom_fields f on f.account_key = ${accountKey} and f.key = v.field_key and f.mailbox_key = c.mailbox_key`,
});

/** Replies made from a saved reply, by saved reply. */
export const savedReplyUses = measure('savedReplyUses', 'threads', Prisma.sql`t.saved_reply_key`, {
  condition: Prisma.sql`t.kind = 'reply' and t.saved_reply_key is not null`,
});

/** Runs of workflows, by workflow. */
export const workflowRuns = measure('workflowRuns', 'threads', Prisma.sql`t.workflow_key`, {
  condition: Prisma.sql`t.workflow_key is not null`,
});

/** Messages received from customers. */
export const messagesReceived = measure('messagesReceived', 'threads', Prisma.sql`0`, {
  condition: Prisma.sql`t.kind = 'customer'`,
});

/** Replies sent. */
export const repliesSent = measure('repliesSent', 'threads', Prisma.sql`0`, {
  condition: Prisma.sql`t.kind = 'reply'`,
});

/** Conversations with a reply. */
export const repliedConversations = measure('repliedConversations', 'replied', Prisma.sql`0`);

/** Resolutions that a thread tells of. */
export const resolutionsByThread = measure('resolutionsByThread', 'events', Prisma.sql`0`, {
  condition: isResolution,
});

/** Resolutions that no thread tells of: of a closed conversation without threads that set a status, when it was closed. */
export const resolutionsByClosing = measure('resolutionsByClosing', 'closed', Prisma.sql`0`);

/** Reopenings. */
export const reopenings = measure('reopenings', 'events', Prisma.sql`0`, {
  condition: Prisma.sql`t.status_event = 'reopening'`,
});

/** The key of whom a conversation `c` is assigned to; 0 where it is nobody. */
const assigneeOrNobody = Prisma.sql`coalesce(c.assignee_key, 0)`;

/** What another measure counts, by assignee; 0 is the lack of one. */
const ofAssignee = (name: string, { activity, condition }: Measure): Measure =>
  measure(name, activity, assigneeOrNobody, { condition, isOfWhole: true });

/** What another measure counts, by mailbox. */
const ofMailbox = (name: string, of: Measure): Measure =>
  measure(name, of.activity, Prisma.sql`c.mailbox_key`, { condition: of.condition, byMailboxOf: of });

export const messagesByMailbox = ofMailbox('messagesByMailbox', messagesReceived);
export const repliesByMailbox = ofMailbox('repliesByMailbox', repliesSent);
export const resolutionsByThreadByMailbox = ofMailbox('resolutionsByThreadByMailbox', resolutionsByThread);
export const resolutionsByClosingByMailbox = ofMailbox('resolutionsByClosingByMailbox', resolutionsByClosing);
export const messagesByAssignee = ofAssignee('messagesByAssignee', messagesReceived);
export const resolutionsByThreadByAssignee = ofAssignee('resolutionsByThreadByAssignee', resolutionsByThread);
export const resolutionsByClosingByAssignee = ofAssignee(
  'resolutionsByClosingByAssignee',
  resolutionsByClosing,
);

/** Replies sent, by who sent them. */
export const repliesByAuthor = measure('repliesByAuthor', 'threads', Prisma.sql`t.user_key`, {
  condition: Prisma.sql`t.kind = 'reply' and t.user_key is not null`,
  isOfWhole: true,
});

const conversationMeasuresOfAnyZone: readonly Measure[] = [
  createdByType,
  createdByChannel,
  createdByStatus,
  ...leftMeasures,
  createdByTag,
  createdByAssignee,
  createdByTeam,
  touchedConversations,
  touchedByTag,
  touchedByAssignee,
  touchedByTeam,
  touchedByAnswer,
  savedReplyUses,
  workflowRuns,
  messagesReceived,
  repliesSent,
  repliedConversations,
  resolutionsByThread,
  resolutionsByClosing,
  reopenings,
  messagesByAssignee,
  resolutionsByThreadByAssignee,
  resolutionsByClosingByAssignee,
  repliesByAuthor,
];

/** What is counted ahead of time of conversations and their threads, with the hours of a zone's clock. */
export function conversationMeasures(timeZone: string, stretches: readonly Stretch[]): Measure[] {
  const byHour = [createdByHour, receivedByHour, repliedByHour].map((of) => of(timeZone, stretches));
  return [...conversationMeasuresOfAnyZone, ...byHour];
}

/** Stands for the day before where there is none: before any other. */
export const noDay = Prisma.sql`(-2147483648)`;
