import { Prisma } from '../database/generated/client.ts';
import type { TimedConversation } from './conversations.ts';
import { type CopiedTable, copied, copiedReference, instant, int, text } from './copied.ts';
import type { RatingRecord } from './record.ts';
import type { Part } from './threads.ts';

interface PlacedRating extends Part<RatingRecord> {
  readonly position: number;
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
  ],
};

export function* ratingsOf(placed: Iterable<TimedConversation>): Generator<PlacedRating> {
  for (const { key: conversationKey, record } of placed) {
    for (const [position, item] of (record.ratings ?? []).entries())
      yield { conversationKey, position, item };
  }
}
