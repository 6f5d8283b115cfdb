import { Prisma } from '../database/generated/client.ts';
import { foldCase } from '../fold-case.ts';
import { formatMicros } from '../period/instant.ts';
import type { ConversationDays } from './days.ts';
import type { RecordOf, ThreadRecord } from './record.ts';
import type { EntityType, MasterType } from './references.ts';
import type { ReplyTimes } from './reply-times.ts';
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

const text = Prisma.sql`text`;
const int = Prisma.sql`int`;
const intArray = Prisma.sql`int[]`;
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
  {
    name: Prisma.sql`repliers`,
    type: intArray,
    sentAs: text,
    toValue: ({ days }) => arrayLiteral(days.repliers),
  },
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

/** An instant as PostgreSQL reads it. */
export function timeOf(micros: bigint | null | undefined): string | null {
  return micros == null ? null : formatMicros(micros);
}
