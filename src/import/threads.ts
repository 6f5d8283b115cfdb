import { type ConversationStatus, Prisma } from '../database/generated/client.ts';
import { apartFrom } from '../period/apart.ts';
import type { TimedConversation } from './conversations.ts';
import {
  bigint,
  type CopiedTable,
  copied,
  copiedReference,
  float,
  instant,
  int,
  rare,
  text,
} from './copied.ts';
import type { FieldValueRecord, RecordOf, ThreadRecord } from './record.ts';
import type { ResponseTimes } from './reply-times.ts';

/** A thread, an answer or a rating, with the key of its conversation. */
export interface Part<Item> {
  readonly conversationKey: number;
  readonly item: Item;
}

interface PlacedThread extends Part<ThreadRecord> {
  readonly position: number;
  readonly conversation: TimedConversation;
}

interface PlacedReply extends PlacedThread {
  readonly times: ResponseTimes;
}

/** Reports add these up, and a sum must not leave the range of a double. */
const longestHandling = 1e300;

const timesOfReply: CopiedTable<PlacedReply>['columns'] = [
  copied(Prisma.sql`response_seconds`, bigint, ({ times }) => times.response?.seconds),
  copied(Prisma.sql`office_response_seconds`, bigint, ({ times }) => times.response?.officeSeconds),
  copied(Prisma.sql`first_response_seconds`, bigint, ({ times }) => times.firstResponse?.seconds),
  copied(
    Prisma.sql`office_first_response_seconds`,
    bigint,
    ({ times }) => times.firstResponse?.officeSeconds,
  ),
];

/** What a history of a user's replies needs of their conversations. */
const conversationOfReply: CopiedTable<PlacedReply>['columns'] = [
  copied(Prisma.sql`conversation_number`, int, ({ conversation }) => conversation.record.number),
  copied(Prisma.sql`conversation_type`, text, ({ conversation }) => conversation.record.conversationType),
  copied(Prisma.sql`counted_status`, text, ({ conversation }) => countedStatusOf(conversation.record)),
  copiedReference(Prisma.sql`mailbox_key`, 'mailbox', ({ conversation }) => conversation.record.mailboxId),
  copiedReference(
    Prisma.sql`conversation_customer_key`,
    'customer',
    ({ conversation }) => conversation.record.customerId,
  ),
  copied(Prisma.sql`reply_count`, int, ({ conversation }) => conversation.times.responses.size),
  copied(Prisma.sql`resolve_seconds`, bigint, ({ conversation }) => conversation.times.resolve?.seconds),
  copied(
    Prisma.sql`office_resolve_seconds`,
    bigint,
    ({ conversation }) => conversation.times.resolve?.officeSeconds,
  ),
];

const thread: CopiedTable<PlacedThread>['columns'] = [
  copied(Prisma.sql`conversation_key`, int, ({ conversationKey }) => conversationKey),
  copied(Prisma.sql`position`, int, ({ position }) => position),
  copied(Prisma.sql`id`, text, ({ item }) => item.id),
  copied(Prisma.sql`kind`, text, ({ item }) => item.kind),
  copied(Prisma.sql`created_at`, instant, ({ item }) => item.createdAt),
  copiedReference(Prisma.sql`user_key`, 'user', ({ item }) => item.userId),
  copiedReference(Prisma.sql`customer_key`, 'customer', ({ item }) => item.customerId),
  copiedReference(Prisma.sql`saved_reply_key`, 'savedReply', ({ item }) => item.savedReplyId),
  copiedReference(Prisma.sql`workflow_key`, 'workflow', ({ item }) => item.workflowId),
  copied(Prisma.sql`handle_seconds`, float, ({ item }) => handleSecondsOf(item)),
  rare(
    copied(Prisma.sql`status`, text, ({ item }) => item.status),
    setsStatus,
  ),
  rare(
    copied(Prisma.sql`status_event`, text, ({ item, conversation }) => conversation.statusEvents?.get(item)),
    setsStatus,
  ),
  copied(Prisma.sql`apart_from`, instant, ({ item, conversation }) =>
    apartFrom(item.createdAt, conversation.record.createdAt),
  ),
];

function setsStatus({ item }: PlacedThread): boolean {
  return item.status != null;
}

/** The table of all threads, with the columns of those that are no replies. */
export const threads: CopiedTable<PlacedThread> = { name: Prisma.sql`threads`, columns: thread };

/** The same table, with what replies have besides. */
export const replies: CopiedTable<PlacedReply> = {
  ...threads,
  columns: [...thread, ...timesOfReply, ...conversationOfReply],
};

export const fieldValues: CopiedTable<Part<FieldValueRecord>> = {
  name: Prisma.sql`field_values`,
  columns: [
    copied(Prisma.sql`conversation_key`, int, ({ conversationKey }) => conversationKey),
    copiedReference(Prisma.sql`field_key`, 'customField', ({ item }) => item.fieldId),
    copied(Prisma.sql`value`, text, ({ item }) => item.value),
  ],
};

export function* repliesOf(placed: Iterable<TimedConversation>): Generator<PlacedReply> {
  for (const conversation of placed) {
    const { key: conversationKey, record } = conversation;
    for (const [position, item] of (record.threads ?? []).entries()) {
      const times = conversation.times.responses.get(item);
      if (times) yield { conversationKey, position, item, times, conversation };
    }
  }
}

export function* otherThreadsOf(placed: Iterable<TimedConversation>): Generator<PlacedThread> {
  for (const conversation of placed) {
    const { key: conversationKey, record } = conversation;
    for (const [position, item] of (record.threads ?? []).entries()) {
      if (item.kind !== 'reply') yield { conversationKey, position, item, conversation };
    }
  }
}

/** The answers; a field whose value is empty is unanswered. */
export function* fieldValuesOf(placed: Iterable<TimedConversation>): Generator<Part<FieldValueRecord>> {
  for (const { key, record } of placed) {
    for (const item of record.customFields ?? []) if (item.value) yield { conversationKey: key, item };
  }
}

/** The status of a conversation that reports count; null of one that none does. */
function countedStatusOf(record: RecordOf<'conversation'>): ConversationStatus | null {
  return isCounted(record) ? record.status : null;
}

/** Whether reports count a conversation. */
export function isCounted({ status, deleted }: RecordOf<'conversation'>): boolean {
  return status !== 'spam' && !deleted;
}

function handleSecondsOf({ handleSeconds }: ThreadRecord): number | null {
  return handleSeconds == null ? null : Math.min(handleSeconds, longestHandling);
}
