import { Prisma } from '../database/generated/client.ts';
import { repliedDays } from './customer-groups.ts';
import { noDay } from './measures.ts';
import {
  eachFigure,
  figureColumns,
  figuresOfRepliedConversations,
  figuresOfReplies,
} from './reply-figures.ts';

/** The tables `sent`, the replies of the `stale` days, and `replied`, one of each user in each `counted` conversation and day. */
export function replyTables(accountKey: number): Prisma.Sql {
  return Prisma.sql`
    sent as materialized (
      select s.day, t.user_key, t.conversation_key, ${figureColumns}
      from stale s
      join threads t on t.account_key = ${accountKey} and t.created_at >= s.starts_at and t.created_at < s.ends_at
        and t.kind = 'reply' and t.counted_status is not null
    ),
    replied as (
      select t.*, coalesce(before.day, ${noDay}) as previous
      from (
        select distinct on (t.conversation_key, t.user_key, t.day) t.*
        from sent t
        order by t.conversation_key, t.user_key, t.day
      ) t
      join counted c on c.key = t.conversation_key
      cross join lateral (
        select max(r.day) as day from ${repliedDays} where r.replier = t.user_key and r.day < t.day
      ) before
    )`;
}

/**
 * Selects the figures of each user on each of the stale days, as the measure in a place from 0; those of conversations by the day
 * before on which the user replied.
 */
export const countReplies = (place: number): Prisma.Sql => Prisma.sql`
      select ${place + 1}::int as measure, n.user_key as part, n.day, n.previous, f.key::int, null::text as label, f.count
      from (
        select t.user_key, t.day, ${noDay} as previous, ${figuresOfReplies} as figures from sent t group by 1, 2
        union all
        select t.user_key, t.day, t.previous, ${figuresOfRepliedConversations} from replied t group by 1, 2, 3
      ) n
      cross join lateral ${eachFigure}
      where f.count <> 0`;
