import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma, Satisfaction } from '../../database/generated/client.ts';
import { microsOf, readRows } from '../../database/read.ts';
import { toInstant } from '../../period/instant.ts';
import { idOrder } from '../../question/order.ts';

/** Parses `ratingColumns`. */
export const ratingRow = z.object({
  id: z.string(),
  createdAt: z.bigint().transform(toInstant),
  score: z.enum(Satisfaction),
  value: z.int().nullable(),
  comment: z.string().nullable(),
  user: z.object({ key: z.int(), id: z.string(), name: z.string() }).nullable(),
});

export type RatingRow = z.infer<typeof ratingRow>;

const ratingOfConversation = ratingRow.extend({ conversationKey: z.int() });

/** The columns of a rating `r`, whose user `u` is joined. */
export const ratingColumns = Prisma.sql`
      r.id, ${microsOf(Prisma.sql`r.created_at`)} as "createdAt", r.score::text, r.value, r.comment,
      case when u.key is not null then jsonb_build_object('key', u.key, 'id', u.id, 'name', u.name) end as "user"`;

/** The ratings of some conversations, of each the newest first, then by id. */
export function readRatings(
  database: Database,
  accountKey: number,
  conversationKeys: readonly number[],
): Promise<z.infer<typeof ratingOfConversation>[]> {
  const statement = Prisma.sql`
    select r.conversation_key as "conversationKey", ${ratingColumns}
    from ratings r
    left join users u on u.account_key = ${accountKey} and u.key = r.user_key
    where r.account_key = ${accountKey} and r.conversation_key = any(${conversationKeys}::int[])
    order by r.conversation_key, r.created_at desc, ${idOrder(Prisma.sql`r.id`)}`;
  return readRows(database, statement, ratingOfConversation);
}
