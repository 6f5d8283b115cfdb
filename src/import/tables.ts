import { Prisma } from '../database/generated/client.ts';
import { foldCase } from '../fold-case.ts';
import { formatMicros } from '../period/instant.ts';
import type { ConversationDays } from './days.ts';
import type { FieldValueRecord, RecordOf, ThreadRecord } from './record.ts';
import type { EntityType, MasterType } from './references.ts';
import type { ReplyTimes, ResponseTimes } from './reply-times.ts';
import { arrayLiteral, type Column, column, reference, type Table } from './sql.ts';

/** A record and its row's key. */
export interface Placed<Item> {
  readonly key: number;
  readonly record: Item;
}

/** A conversation with the times and days that are stored with it and its replies. */
export interface TimedConversation extends Placed<RecordOf<'conversation'>> {
  readonly times: ReplyTimes<ThreadRecord>;
  readonly days: ConversationDays;
}

/** A thread or an answer, with the key of its conversation. */
interface Part<Item> {
  readonly conversationKey: number;
  readonly item: Item;
}

/** A thread in its place; `times` are those of a reply. */
interface PlacedThread extends Part<ThreadRecord> {
  readonly position: number;
  readonly times: ResponseTimes | undefined;
}

/** Reports add these up, and a sum must not leave the range of a double. */
const longestHandling = 1e300;

const text = Prisma.sql`text`;
const int = Prisma.sql`int`;
const intArray = Prisma.sql`int[]`;
const bigint = Prisma.sql`bigint`;
const timestamp = Prisma.sql`timestamptz`;

const keyed: readonly Column<Placed<RecordOf<EntityType>>>[] = [
  column(Prisma.sql`key`, int, ({ key }) => key),
  column(Prisma.sql`id`, text, ({ record }) => record.id),
];
const named: readonly Column<Placed<RecordOf<MasterType>>>[] = [
  ...keyed,
  column(Prisma.sql`name`, text, ({ record }) => record.name),
];
const customer: readonly Column<Placed<RecordOf<'customer'>>>[] = [
  ...named,
  column(Prisma.sql`folded_name`, text, ({ record: { name } }) => name && foldCase(name)),
];
const namedInMailbox: readonly Column<
  Placed<RecordOf<'folder' | 'savedReply' | 'workflow' | 'customField'>>
>[] = [...named, reference(Prisma.sql`mailbox_key`, 'mailbox', ({ record }) => record.mailboxId)];
const customField: readonly Column<Placed<RecordOf<'customField'>>>[] = [
  ...namedInMailbox,
  column(Prisma.sql`field_type`, Prisma.sql`field_type`, ({ record }) => record.fieldType),
  column(Prisma.sql`options`, Prisma.sql`jsonb`, ({ record }) => JSON.stringify(record.options ?? [])),
];
const conversation: readonly Column<TimedConversation>[] = [
  ...keyed,
  column(Prisma.sql`number`, int, ({ record }) => record.number),
  reference(Prisma.sql`mailbox_key`, 'mailbox', ({ record }) => record.mailboxId),
  reference(Prisma.sql`folder_key`, 'folder', ({ record }) => record.folderId),
  column(Prisma.sql`type`, Prisma.sql`conversation_type`, ({ record }) => record.conversationType),
  column(Prisma.sql`channel`, text, ({ record }) => record.channel),
  column(Prisma.sql`status`, Prisma.sql`conversation_status`, ({ record }) => record.status),
  column(Prisma.sql`deleted`, Prisma.sql`boolean`, ({ record }) => record.deleted ?? false),
  column(Prisma.sql`created_at`, timestamp, ({ record }) => timeOf(record.createdAt)),
  column(Prisma.sql`closed_at`, timestamp, ({ record }) => timeOf(record.closedAt)),
  reference(Prisma.sql`customer_key`, 'customer', ({ record }) => record.customerId),
  reference(Prisma.sql`assignee_key`, 'user', ({ record }) => record.assigneeId),
  {
    name: Prisma.sql`tag_keys`,
    type: intArray,
    sentAs: text,
    toValue: ({ record }, keyOf) => arrayLiteral([...new Set(record.tags?.map((id) => keyOf('tag', id)))]),
  },
  {
    name: Prisma.sql`touched_days`,
    type: intArray,
    sentAs: text,
    toValue: ({ days }) => arrayLiteral(days.touched),
  },
  {
    name: Prisma.sql`replied_days`,
    type: intArray,
    sentAs: text,
    toValue: ({ days }) => arrayLiteral(days.replied),
  },
  column(Prisma.sql`reply_count`, int, ({ times }) => times.responses.size),
  column(Prisma.sql`resolve_seconds`, bigint, ({ times }) => times.resolve?.seconds),
  column(Prisma.sql`office_resolve_seconds`, bigint, ({ times }) => times.resolve?.officeSeconds),
];

/** The table of each type of record that conversations refer to, with its columns besides the account's key. */
export const masters: { readonly [Type in MasterType]: Table<Placed<RecordOf<Type>>> } = {
  mailbox: { name: Prisma.sql`mailboxes`, columns: named },
  folder: { name: Prisma.sql`folders`, columns: namedInMailbox },
  user: { name: Prisma.sql`users`, columns: named },
  customer: { name: Prisma.sql`customers`, columns: customer },
  tag: { name: Prisma.sql`tags`, columns: named },
  savedReply: { name: Prisma.sql`saved_replies`, columns: namedInMailbox },
  workflow: { name: Prisma.sql`workflows`, columns: namedInMailbox },
  customField: { name: Prisma.sql`custom_fields`, columns: customField },
};

export const conversations: Table<TimedConversation> = {
  name: Prisma.sql`conversations`,
  columns: conversation,
};

export const threads: Table<PlacedThread> = {
  name: Prisma.sql`threads`,
  columns: [
    column(Prisma.sql`conversation_key`, int, ({ conversationKey }) => conversationKey),
    column(Prisma.sql`position`, int, ({ position }) => position),
    column(Prisma.sql`id`, text, ({ item }) => item.id),
    column(Prisma.sql`kind`, Prisma.sql`thread_kind`, ({ item }) => item.kind),
    column(Prisma.sql`created_at`, timestamp, ({ item }) => timeOf(item.createdAt)),
    reference(Prisma.sql`user_key`, 'user', ({ item }) => item.userId),
    reference(Prisma.sql`customer_key`, 'customer', ({ item }) => item.customerId),
    reference(Prisma.sql`saved_reply_key`, 'savedReply', ({ item }) => item.savedReplyId),
    reference(Prisma.sql`workflow_key`, 'workflow', ({ item }) => item.workflowId),
    column(Prisma.sql`handle_seconds`, Prisma.sql`float8`, ({ item }) => handleSecondsOf(item)),
    column(Prisma.sql`response_seconds`, bigint, ({ times }) => times?.response?.seconds),
    column(Prisma.sql`office_response_seconds`, bigint, ({ times }) => times?.response?.officeSeconds),
    column(Prisma.sql`first_response_seconds`, bigint, ({ times }) => times?.firstResponse?.seconds),
    column(
      Prisma.sql`office_first_response_seconds`,
      bigint,
      ({ times }) => times?.firstResponse?.officeSeconds,
    ),
  ],
};

export const fieldValues: Table<Part<FieldValueRecord>> = {
  name: Prisma.sql`field_values`,
  columns: [
    column(Prisma.sql`conversation_key`, int, ({ conversationKey }) => conversationKey),
    reference(Prisma.sql`field_key`, 'customField', ({ item }) => item.fieldId),
    column(Prisma.sql`value`, text, ({ item }) => item.value),
  ],
};

export function* threadsOf(placed: Iterable<TimedConversation>): Generator<PlacedThread> {
  for (const { key, record, times } of placed) {
    for (const [position, item] of (record.threads ?? []).entries()) {
      yield { conversationKey: key, position, item, times: times.responses.get(item) };
    }
  }
}

/** The answers; a field whose value is empty is unanswered. */
export function* fieldValuesOf(placed: Iterable<TimedConversation>): Generator<Part<FieldValueRecord>> {
  for (const { key, record } of placed) {
    for (const item of record.customFields ?? []) if (item.value) yield { conversationKey: key, item };
  }
}

function handleSecondsOf({ handleSeconds }: ThreadRecord): number | null {
  return handleSeconds == null ? null : Math.min(handleSeconds, longestHandling);
}

function timeOf(micros: bigint | null | undefined): string | null {
  return micros == null ? null : formatMicros(micros);
}
