import { Prisma } from '../database/generated/client.ts';
import { boolean, type CopiedTable, copied, copiedReference, instant, int, ints, text } from './copied.ts';
import type { ConversationDays } from './days.ts';
import type { RecordOf, ThreadRecord } from './record.ts';
import type { ReplyTimes } from './reply-times.ts';
import type { KeyOf } from './sql.ts';
import type { Placed } from './tables.ts';

/** A conversation with the times and days that are stored with it and its replies. */
export interface TimedConversation extends Placed<RecordOf<'conversation'>> {
  readonly times: ReplyTimes<ThreadRecord>;
  readonly days: ConversationDays;
}

export const conversations: CopiedTable<TimedConversation> = {
  name: Prisma.sql`conversations`,
  columns: [
    copied(Prisma.sql`key`, int, ({ key }) => key),
    copied(Prisma.sql`id`, text, ({ record }) => record.id),
    copied(Prisma.sql`number`, int, ({ record }) => record.number),
    copiedReference(Prisma.sql`mailbox_key`, 'mailbox', ({ record }) => record.mailboxId),
    copiedReference(Prisma.sql`folder_key`, 'folder', ({ record }) => record.folderId),
    copied(Prisma.sql`type`, text, ({ record }) => record.conversationType),
    copied(Prisma.sql`channel`, text, ({ record }) => record.channel),
    copied(Prisma.sql`status`, text, ({ record }) => record.status),
    copied(Prisma.sql`deleted`, boolean, ({ record }) => record.deleted ?? false),
    copied(Prisma.sql`created_at`, instant, ({ record }) => record.createdAt),
    copied(Prisma.sql`closed_at`, instant, ({ record }) => record.closedAt),
    copiedReference(Prisma.sql`customer_key`, 'customer', ({ record }) => record.customerId),
    copiedReference(Prisma.sql`assignee_key`, 'user', ({ record }) => record.assigneeId),
    copied(Prisma.sql`tag_keys`, ints, tagKeysOf),
    copied(Prisma.sql`touched_days`, ints, ({ days }) => days.touched),
    copied(Prisma.sql`replied_days`, ints, ({ days }) => days.replied),
    copied(Prisma.sql`repliers`, ints, ({ days }) => days.repliers),
  ],
};

/** The keys of a conversation's tags; a tag that it names twice counts once. */
function tagKeysOf({ record: { tags } }: TimedConversation, keyOf: KeyOf): number[] {
  return [...new Set(tags?.map((id) => keyOf('tag', id)))].filter((key) => key !== null);
}
