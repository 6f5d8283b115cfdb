import { Prisma } from '../database/generated/client.ts';
import type { StatusEvent } from '../database/generated/enums.ts';
import {
  bigint,
  boolean,
  type CopiedTable,
  copied,
  copiedReference,
  instant,
  int,
  ints,
  rare,
  text,
} from './copied.ts';
import type { ConversationDays } from './days.ts';
import type { RecordOf, ThreadRecord } from './record.ts';
import type { Duration, ReplyTimes } from './reply-times.ts';
import type { KeyOf } from './sql.ts';
import type { Placed } from './tables.ts';

/** A conversation with what is stored with it and its threads because of these. */
export interface TimedConversation extends Placed<RecordOf<'conversation'>> {
  readonly times: ReplyTimes<ThreadRecord>;
  readonly days: ConversationDays;
  /** Undefined where no thread sets a status. */
  readonly statusEvents: ReadonlyMap<ThreadRecord, StatusEvent> | undefined;
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
    rare(
      copiedReference(Prisma.sql`team_key`, 'team', ({ record }) => record.teamId),
      ({ record }) => record.teamId != null,
    ),
    rare(
      copied(Prisma.sql`priority`, text, ({ record }) => record.priority),
      ({ record }) => record.priority != null,
    ),
    rare(
      copied(Prisma.sql`url`, text, ({ record }) => record.url),
      ({ record }) => record.url != null,
    ),
    rare(
      copied(Prisma.sql`subject`, text, ({ record }) => record.subject),
      ({ record }) => record.subject != null,
    ),
    copied(Prisma.sql`tag_keys`, ints, tagKeysOf),
    copied(Prisma.sql`touched_days`, ints, ({ days }) => days.touched),
    copied(Prisma.sql`replied_days`, ints, ({ days }) => days.replied),
    copied(Prisma.sql`repliers`, ints, ({ days }) => days.repliers),
    copied(Prisma.sql`messages_received`, int, messagesReceivedOf),
    copied(Prisma.sql`replies_sent`, int, ({ times }) => times.responses.size),
    copied(Prisma.sql`first_response_at`, instant, ({ times }) => firstReplyOf(times)?.createdAt),
    copiedReference(Prisma.sql`first_replier_key`, 'user', ({ times }) => firstReplyOf(times)?.userId),
    copied(Prisma.sql`first_response_seconds`, bigint, ({ times }) => firstResponseOf(times)?.seconds),
    copied(
      Prisma.sql`office_first_response_seconds`,
      bigint,
      ({ times }) => firstResponseOf(times)?.officeSeconds,
    ),
    copied(Prisma.sql`resolve_seconds`, bigint, ({ times }) => times.resolve?.seconds),
    copied(Prisma.sql`office_resolve_seconds`, bigint, ({ times }) => times.resolve?.officeSeconds),
    copied(Prisma.sql`waiting_since`, instant, ({ times }) => times.waitingSince),
    copied(Prisma.sql`has_status_threads`, boolean, ({ statusEvents }) => statusEvents !== undefined),
  ],
};

function firstReplyOf<Thread>({ responses }: ReplyTimes<Thread>): Thread | undefined {
  const [first] = responses.keys();
  return first;
}

/** How long the customer had waited for the first reply by anyone. */
export function firstResponseOf({ responses }: ReplyTimes<unknown>): Duration | null | undefined {
  const [first] = responses.values();
  return first?.response;
}

function messagesReceivedOf({ record: { threads } }: TimedConversation): number {
  return threads?.reduce((sum, { kind }) => sum + Number(kind === 'customer'), 0) ?? 0;
}

/** The keys of a conversation's tags; a tag that it names twice counts once. */
function tagKeysOf({ record: { tags } }: TimedConversation, keyOf: KeyOf): number[] {
  return [...new Set(tags?.map((id) => keyOf('tag', id)))].filter((key) => key !== null);
}
