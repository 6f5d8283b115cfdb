import { type ConversationStatus, Prisma } from '../database/generated/client.ts';
import { isApart } from '../period/apart.ts';
import type { FieldValueRecord, RecordOf, ThreadRecord } from './record.ts';
import type { ResponseTimes } from './reply-times.ts';
import { type Column, column, reference, type Table } from './sql.ts';
import { type TimedConversation, timeOf } from './tables.ts';

/** A thread or an answer, with the key of its conversation. */
interface Part<Item> {
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

const text = Prisma.sql`text`;
const int = Prisma.sql`int`;
const bigint = Prisma.sql`bigint`;

const timesOfReply: readonly Column<PlacedReply>[] = [
  column(Prisma.sql`response_seconds`, bigint, ({ times }) => times.response?.seconds),
  column(Prisma.sql`office_response_seconds`, bigint, ({ times }) => times.response?.officeSeconds),
  column(Prisma.sql`first_response_seconds`, bigint, ({ times }) => times.firstResponse?.seconds),
  column(
    Prisma.sql`office_first_response_seconds`,
    bigint,
    ({ times }) => times.firstResponse?.officeSeconds,
  ),
];

/** What a history of a user's replies needs of their conversations. */
const conversationOfReply: readonly Column<PlacedReply>[] = [
  column(Prisma.sql`conversation_number`, int, ({ conversation }) => conversation.record.number),
  column(
    Prisma.sql`conversation_type`,
    Prisma.sql`conversation_type`,
    ({ conversation }) => conversation.record.conversationType,
  ),
  column(Prisma.sql`counted_status`, Prisma.sql`conversation_status`, ({ conversation }) =>
    countedStatusOf(conversation.record),
  ),
  reference(Prisma.sql`mailbox_key`, 'mailbox', ({ conversation }) => conversation.record.mailboxId),
  reference(
    Prisma.sql`conversation_customer_key`,
    'customer',
    ({ conversation }) => conversation.record.customerId,
  ),
  column(Prisma.sql`reply_count`, int, ({ conversation }) => conversation.times.responses.size),
  column(Prisma.sql`resolve_seconds`, bigint, ({ conversation }) => conversation.times.resolve?.seconds),
  column(
    Prisma.sql`office_resolve_seconds`,
    bigint,
    ({ conversation }) => conversation.times.resolve?.officeSeconds,
  ),
];

const thread: readonly Column<PlacedThread>[] = [
  column(Prisma.sql`conversation_key`, int, ({ conversationKey }) => conversationKey),
  column(Prisma.sql`position`, int, ({ position }) => position),
  column(Prisma.sql`id`, text, ({ item }) => item.id),
  column(Prisma.sql`kind`, Prisma.sql`thread_kind`, ({ item }) => item.kind),
  column(Prisma.sql`created_at`, Prisma.sql`timestamptz`, ({ item }) => timeOf(item.createdAt)),
  reference(Prisma.sql`user_key`, 'user', ({ item }) => item.userId),
  reference(Prisma.sql`customer_key`, 'customer', ({ item }) => item.customerId),
  reference(Prisma.sql`saved_reply_key`, 'savedReply', ({ item }) => item.savedReplyId),
  reference(Prisma.sql`workflow_key`, 'workflow', ({ item }) => item.workflowId),
  column(Prisma.sql`handle_seconds`, Prisma.sql`float8`, ({ item }) => handleSecondsOf(item)),
  column(Prisma.sql`is_apart`, Prisma.sql`boolean`, ({ item, conversation }) =>
    isApart(item.createdAt, conversation.record.createdAt),
  ),
];

/** The table of all threads, with the columns of those that are no replies. */
export const threads: Table<PlacedThread> = { name: Prisma.sql`threads`, columns: thread };

/** The same table, with what replies have besides. */
export const replies: Table<PlacedReply> = {
  ...threads,
  columns: [...thread, ...timesOfReply, ...conversationOfReply],
};

export const fieldValues: Table<Part<FieldValueRecord>> = {
  name: Prisma.sql`field_values`,
  columns: [
    column(Prisma.sql`conversation_key`, int, ({ conversationKey }) => conversationKey),
    reference(Prisma.sql`field_key`, 'customField', ({ item }) => item.fieldId),
    column(Prisma.sql`value`, text, ({ item }) => item.value),
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
function countedStatusOf({ status, deleted }: RecordOf<'conversation'>): ConversationStatus | null {
  return status === 'spam' || deleted ? null : status;
}

function handleSecondsOf({ handleSeconds }: ThreadRecord): number | null {
  return handleSeconds == null ? null : Math.min(handleSeconds, longestHandling);
}
