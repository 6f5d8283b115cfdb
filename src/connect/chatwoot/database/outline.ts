import { hash } from 'node:crypto';
import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import type { SourceConversation } from '../source.ts';
import { conversationRow, selectConversations } from './conversations.ts';
import type { FoundConversation } from './read.ts';

/** What is seen of a conversation without reading its messages: of those that changed without a trace it tells. */
interface Outline {
  readonly conversation: SourceConversation;
  readonly updatedAt: number;
  readonly messages: number;
}

/**
 * Tells later whether a conversation changed: the digest of its outline and that of the rest. `salt` is what records are made of
 * besides the conversation.
 */
export function versionOf(found: FoundConversation, salt: string): string {
  const { conversation, updatedAt, messages, events, ratings } = found;
  const outline = digestOfOutline({ conversation, updatedAt, messages: messages.length }, salt);
  return `${outline} ${digestOf([messages, events, ratings])}`;
}

export function digestOfOutline({ conversation, updatedAt, messages }: Outline, salt: string): string {
  return digestOf([salt, conversation, updatedAt, messages]);
}

/** Whether a version was made of such an outline. */
export function hasOutline(version: string, digest: string): boolean {
  return version.startsWith(`${digest} `);
}

function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}

const outlineMore = z.object({ labels: z.array(z.string()), messages: z.int() });

/** A row of `selectOutlines`. */
export function outlineOf(row: unknown): (Outline & { readonly sourceId: number }) | undefined {
  const attributes = conversationRow.safeParse(row);
  const more = outlineMore.safeParse(row);
  if (!attributes.success || !more.success) return undefined;
  const { sourceId, updatedAt, conversation } = attributes.data;
  const { labels, messages } = more.data;
  return { sourceId, updatedAt, messages, conversation: { ...conversation, labels } };
}

export function selectOutlines(account: number, last: number, most: number): Prisma.Sql {
  const more = Prisma.sql`,
    (select count(*)::int from messages m where m.conversation_id = c.id) as messages,
    array(
      select t.name from taggings tg join tags t on t.id = tg.tag_id
      where tg.taggable_type = 'Conversation' and tg.context = 'labels' and tg.taggable_id = c.id and t.name is not null
      order by t.name
    ) as labels`;
  return selectConversations(account, Prisma.sql`c.id > ${last} order by c.id limit ${most}`, more);
}
