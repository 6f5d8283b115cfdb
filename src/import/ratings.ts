import { Prisma } from '../database/generated/client.ts';
import type { TimedConversation } from './conversations.ts';
import { boolean, type CopiedTable, copied, copiedReference, instant, int, text } from './copied.ts';
import type { RatingRecord } from './record.ts';
import { isCounted, type Part } from './threads.ts';

interface PlacedRating extends Part<RatingRecord> {
  readonly position: number;
  readonly conversation: TimedConversation;
  readonly touched: TouchesAround;
}

export const ratings: CopiedTable<PlacedRating> = {
  name: Prisma.sql`ratings`,
  columns: [
    copied(Prisma.sql`conversation_key`, int, ({ conversationKey }) => conversationKey),
    copied(Prisma.sql`position`, int, ({ position }) => position),
    copied(Prisma.sql`id`, text, ({ item }) => item.id),
    copied(Prisma.sql`created_at`, instant, ({ item }) => item.createdAt),
    copied(Prisma.sql`score`, text, ({ item }) => item.score),
    copied(Prisma.sql`value`, int, ({ item }) => item.value),
    copiedReference(Prisma.sql`user_key`, 'user', ({ item }) => item.userId),
    copied(Prisma.sql`comment`, text, ({ item }) => item.comment),
    copied(Prisma.sql`is_counted`, boolean, ({ conversation }) => isCounted(conversation.record)),
    copiedReference(Prisma.sql`mailbox_key`, 'mailbox', ({ conversation }) => conversation.record.mailboxId),
    copied(Prisma.sql`conversation_type`, text, ({ conversation }) => conversation.record.conversationType),
    copiedReference(
      Prisma.sql`conversation_customer_key`,
      'customer',
      ({ conversation }) => conversation.record.customerId,
    ),
    copied(Prisma.sql`touched_before`, instant, ({ touched }) => touched.before),
    copied(Prisma.sql`touched_after`, instant, ({ touched }) => touched.after),
  ],
};

/** When a conversation was touched last until an instant, and first after it; null where it was not. */
interface TouchesAround {
  readonly before: bigint | null;
  readonly after: bigint | null;
}

function touchesAround(
  { record: { createdAt, threads } }: TimedConversation,
  instant: bigint,
): TouchesAround {
  let before: bigint | null = null;
  let after: bigint | null = null;
  for (const touch of [createdAt, ...(threads ?? []).map((thread) => thread.createdAt)]) {
    if (touch <= instant) before = before === null || touch > before ? touch : before;
    else after = after === null || touch < after ? touch : after;
  }
  return { before, after };
}

export function* ratingsOf(placed: Iterable<TimedConversation>): Generator<PlacedRating> {
  for (const conversation of placed) {
    const { key: conversationKey, record } = conversation;
    for (const [position, item] of (record.ratings ?? []).entries()) {
      const touched = touchesAround(conversation, item.createdAt);
      yield { conversationKey, position, item, conversation, touched };
    }
  }
}
