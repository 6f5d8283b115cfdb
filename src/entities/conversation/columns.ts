import { z } from 'zod';
import { ConversationStatus, ConversationType, Priority, Prisma } from '../../database/generated/client.ts';
import { microsOf } from '../../database/read.ts';
import { toInstant } from '../../period/instant.ts';
import { idOrder } from '../../question/order.ts';

const instant = z.bigint().transform(toInstant);
const seconds = z.bigint().nullable();
const named = z.object({ key: z.int(), id: z.string(), name: z.string() });

/** Parses a row of `readColumns`: a conversation with the entities that it belongs to. */
export const conversationRow = z.object({
  key: z.int(),
  id: z.string(),
  number: z.int(),
  url: z.string().nullable(),
  subject: z.string().nullable(),
  type: z.enum(ConversationType),
  channel: z.string(),
  status: z.enum(ConversationStatus),
  priority: z.enum(Priority).nullable(),
  mailbox: named,
  folderId: z.string().nullable(),
  customer: named.extend({ name: z.string().nullable() }).nullable(),
  assignee: named.nullable(),
  team: named.nullable(),
  tags: z.array(named),
  createdAt: instant,
  closedAt: instant.nullable(),
  waitingSince: instant.nullable(),
  firstResponseAt: instant.nullable(),
  firstResponseSeconds: seconds,
  resolveSeconds: seconds,
  repliesSent: z.int(),
  messagesReceived: z.int(),
});

export type ConversationRow = z.infer<typeof conversationRow>;

const entity = (table: Prisma.Sql): Prisma.Sql => Prisma.sql`
      case when ${table}.key is not null
        then jsonb_build_object('key', ${table}.key, 'id', ${table}.id, 'name', ${table}.name)
      end`;

/** What is read of a conversation `c` and the entities that `entitiesOf` joins. */
export const readColumns = Prisma.sql`
      c.key, c.id, c.number, c.url, c.subject, c.type::text, c.channel, c.status::text, c.priority::text,
      ${entity(Prisma.sql`m`)} as mailbox, f.id as "folderId", ${entity(Prisma.sql`k`)} as customer,
      ${entity(Prisma.sql`u`)} as assignee, ${entity(Prisma.sql`e`)} as team, g.tags,
      ${microsOf(Prisma.sql`c.created_at`)} as "createdAt", ${microsOf(Prisma.sql`c.closed_at`)} as "closedAt",
      ${microsOf(Prisma.sql`c.waiting_since`)} as "waitingSince",
      ${microsOf(Prisma.sql`c.first_response_at`)} as "firstResponseAt",
      c.first_response_seconds as "firstResponseSeconds", c.resolve_seconds as "resolveSeconds",
      c.replies_sent as "repliesSent", c.messages_received as "messagesReceived"`;

/** Joins the entities that a conversation `c` belongs to: its page is short, and each is one look-up. */
export function entitiesOf(accountKey: number): Prisma.Sql {
  const join = (table: Prisma.Sql, name: Prisma.Sql, key: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`left join ${table} ${name} on ${name}.account_key = ${accountKey} and ${name}.key = ${key}
    `;
  return Prisma.sql`
    ${join(Prisma.sql`mailboxes`, Prisma.sql`m`, Prisma.sql`c.mailbox_key`)}
    ${join(Prisma.sql`folders`, Prisma.sql`f`, Prisma.sql`c.folder_key`)}
    ${join(Prisma.sql`customers`, Prisma.sql`k`, Prisma.sql`c.customer_key`)}
    ${join(Prisma.sql`users`, Prisma.sql`u`, Prisma.sql`c.assignee_key`)}
    ${join(Prisma.sql`teams`, Prisma.sql`e`, Prisma.sql`c.team_key`)}
    cross join lateral (
      select coalesce(
        jsonb_agg(jsonb_build_object('key', t.key, 'id', t.id, 'name', t.name)
          order by t.name collate "C", ${idOrder(Prisma.sql`t.id`)}),
        '[]'
      ) as tags
      from tags t
      where t.account_key = ${accountKey} and t.key = any(c.tag_keys)
    ) g`;
}
