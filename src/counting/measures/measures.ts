import { Prisma } from '../../database/generated/client.ts';

/** The condition under which reports count a conversation `c` at all. */
export const isCounted = Prisma.sql`c.status <> 'spam' and not c.deleted`;

/** The condition under which closing a conversation `c` resolves it: no thread of it sets a status, which would tell when. */
export const isResolvedByClosing = Prisma.sql`c.status = 'closed' and not c.has_status_threads`;

/** The condition under which a thread `t` is a reply whose conversation reports count. */
export const isCountedReply = Prisma.sql`t.kind = 'reply' and t.counted_status is not null`;

/** The condition under which a thread `t` resolves its conversation. */
export const isResolution = Prisma.sql`t.status_event = 'resolution'`;

/** The condition under which a thread `t` was made from a saved reply. */
export const isFromSavedReply = Prisma.sql`t.saved_reply_key is not null`;

/** The condition under which a thread `t` tells of a run of a workflow. */
export const isOfWorkflow = Prisma.sql`t.workflow_key is not null`;

const isReply = Prisma.sql`t.kind = 'reply'`;

/** What becomes stale, and is counted anew, together. */
export type Subject = 'conversations' | 'customers';

/**
 * What happens: conversations are created, touched (created or with a thread of any kind), replied (with a reply) or closed (where no
 * thread says when); threads are made, and as events those of them that resolve or reopen their conversation.
 */
export type Activity = 'created' | 'touched' | 'replied' | 'closed' | 'threads' | 'events';

/** What is counted: all of an activity that fulfils some conditions, which are on a conversation `c` or on a thread `t`. */
export interface Measure {
  readonly activity: Activity;
  readonly conditions: readonly Prisma.Sql[];
}

const of = <Of extends Activity>(activity: Of, ...conditions: readonly Prisma.Sql[]) => ({
  activity,
  conditions,
});

/** All that is counted of conversations and their threads; customers with a reply are counted in their own way (`replied-customers.ts`). */
export const measures = {
  /** Conversations created: by `conversations.created_at`. */
  created: of('created'),
  /** Conversations created that are not closed now. */
  left: of('created', Prisma.sql`c.status <> 'closed'`),
  /** Conversations touched: by `created_at`, theirs or that of a thread. */
  touched: of('touched'),
  /** Conversations with a reply: by `threads.created_at`. */
  repliedConversations: of('replied'),
  /** Messages received from customers: threads of the kind `customer`. */
  messagesReceived: of('threads', Prisma.sql`t.kind = 'customer'`),
  /** Replies sent: threads of the kind `reply`, whoever wrote them. */
  repliesSent: of('threads', isReply),
  /** Replies made from a saved reply. */
  savedReplyUses: of('threads', isReply, isFromSavedReply),
  /** Runs of workflows: threads of any kind that name one. */
  workflowRuns: of('threads', isOfWorkflow),
  /** Resolutions that a thread tells of. */
  resolutionsByThread: of('events', isResolution),
  /** Resolutions that no thread tells of: by `conversations.closed_at`, of those without threads that set a status. */
  resolutionsByClosing: of('closed'),
  /** Reopenings: threads that tell of one. */
  reopenings: of('events', Prisma.sql`t.status_event = 'reopening'`),
} as const satisfies Record<string, Measure>;

/** Stands for the day before where there is none: before any other. */
export const noDay = Prisma.sql`(-2147483648)`;
