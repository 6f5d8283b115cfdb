import { z } from 'zod';
import {
  ConversationStatus,
  ConversationType,
  Priority,
  Prisma,
  Satisfaction,
  ThreadKind,
} from '../database/generated/client.ts';
import { microsOf } from '../database/read.ts';
import type { RecordOf } from './record.ts';
import { boundArray } from './sql.ts';

/** JSON has no place for all digits of these. */
const instant = z.string().transform(BigInt);

const storedConversation = z.object({
  type: z.literal('conversation'),
  id: z.string(),
  number: z.int(),
  mailboxId: z.string(),
  folderId: z.string().nullable(),
  conversationType: z.enum(ConversationType),
  channel: z.string(),
  status: z.enum(ConversationStatus),
  deleted: z.boolean(),
  createdAt: instant,
  closedAt: instant.nullable(),
  customerId: z.string().nullable(),
  assigneeId: z.string().nullable(),
  teamId: z.string().nullable(),
  priority: z.enum(Priority).nullable(),
  url: z.string().nullable(),
  subject: z.string().nullable(),
  tags: z.array(z.string()),
  customFields: z.array(z.object({ fieldId: z.string(), value: z.string() })),
  threads: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(ThreadKind),
      createdAt: instant,
      userId: z.string().nullable(),
      customerId: z.string().nullable(),
      savedReplyId: z.string().nullable(),
      workflowId: z.string().nullable(),
      handleSeconds: z.number().nullable(),
      status: z.enum(ConversationStatus).nullable(),
    }),
  ),
  ratings: z.array(
    z.object({
      id: z.string(),
      createdAt: instant,
      score: z.enum(Satisfaction),
      value: z.int().nullable(),
      userId: z.string().nullable(),
      comment: z.string().nullable(),
    }),
  ),
});

const storedRow = z.object({ record: storedConversation });

/** Reads conversations as the records that they were imported from, by id; those that are not stored are missing. */
export async function readStoredConversations(
  client: Prisma.TransactionClient,
  accountKey: number,
  ids: Iterable<string>,
): Promise<Map<string, RecordOf<'conversation'>>> {
  const named = [...ids];
  if (named.length === 0) return new Map();
  const rows = z.array(storedRow).parse(await client.$queryRaw(selectConversations(accountKey, named)));
  return new Map(rows.map(({ record }) => [record.id, record]));
}

/** Every id is looked up by itself: a join may read all customers for the threads of one conversation. */
function selectConversations(accountKey: number, ids: readonly string[]): Prisma.Sql {
  const idIn = (table: Prisma.Sql, key: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`(select x.id from ${table} x where x.account_key = ${accountKey} and x.key = ${key})`;
  const micros = (column: Prisma.Sql): Prisma.Sql => Prisma.sql`${microsOf(column)}::text`;
  const ofConversation = (table: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`from ${table} p where p.account_key = ${accountKey} and p.conversation_key = c.key`;
  return Prisma.sql`
    select jsonb_build_object(
        'type', 'conversation', 'id', c.id, 'number', c.number, 'conversationType', c.type, 'channel', c.channel,
        'status', c.status, 'deleted', c.deleted, 'priority', c.priority, 'url', c.url, 'subject', c.subject,
        'createdAt', ${micros(Prisma.sql`c.created_at`)}, 'closedAt', ${micros(Prisma.sql`c.closed_at`)},
        'mailboxId', ${idIn(Prisma.sql`mailboxes`, Prisma.sql`c.mailbox_key`)},
        'folderId', ${idIn(Prisma.sql`folders`, Prisma.sql`c.folder_key`)},
        'customerId', ${idIn(Prisma.sql`customers`, Prisma.sql`c.customer_key`)},
        'assigneeId', ${idIn(Prisma.sql`users`, Prisma.sql`c.assignee_key`)},
        'teamId', ${idIn(Prisma.sql`teams`, Prisma.sql`c.team_key`)},
        'tags', array(
          select ${idIn(Prisma.sql`tags`, Prisma.sql`tag.key`)}
          from unnest(c.tag_keys) with ordinality as tag (key, place)
          order by tag.place
        ),
        'customFields', array(
          select jsonb_build_object('fieldId', ${idIn(Prisma.sql`custom_fields`, Prisma.sql`p.field_key`)}, 'value', p.value)
          ${ofConversation(Prisma.sql`field_values`)}
        ),
        'threads', array(
          select jsonb_build_object(
            'id', p.id, 'kind', p.kind, 'createdAt', ${micros(Prisma.sql`p.created_at`)},
            'userId', ${idIn(Prisma.sql`users`, Prisma.sql`p.user_key`)},
            'customerId', ${idIn(Prisma.sql`customers`, Prisma.sql`p.customer_key`)},
            'savedReplyId', ${idIn(Prisma.sql`saved_replies`, Prisma.sql`p.saved_reply_key`)},
            'workflowId', ${idIn(Prisma.sql`workflows`, Prisma.sql`p.workflow_key`)},
            'handleSeconds', p.handle_seconds, 'status', p.status
          )
          ${ofConversation(Prisma.sql`threads`)}
          order by p.position
        ),
        'ratings', array(
          select jsonb_build_object(
            'id', p.id, 'createdAt', ${micros(Prisma.sql`p.created_at`)}, 'score', p.score, 'value', p.value,
            'userId', ${idIn(Prisma.sql`users`, Prisma.sql`p.user_key`)}, 'comment', p.comment
          )
          ${ofConversation(Prisma.sql`ratings`)}
          order by p.position
        )
      ) as record
    from conversations c
    where c.account_key = ${accountKey} and c.id = any(array(select unnest(${boundArray(Prisma.sql`text`, ids)})))`;
}
