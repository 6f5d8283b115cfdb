import { Prisma } from '../../database/generated/client.ts';
import { repliedDays } from '../measures/customer-groups.ts';
import { isCountedReply, noDay } from '../measures/measures.ts';
import { ofUser } from '../measures/parts.ts';
import {
  eachFigure,
  figureColumns,
  figuresOfRepliedConversations,
  figuresOfReplies,
} from '../measures/reply-figures.ts';

/** Which of the days asked for an instant lies on, as a table `d (day)` with no row where it is none; looked up, which joins are not. */
export const dayOf = (instant: Prisma.Sql): Prisma.Sql => Prisma.sql`(
        select k.days[b.place] as day
        from calendar k
        cross join lateral (select width_bucket(${instant}, k.starts) as place) b
        where ${instant} < k.ends[b.place]
      ) d`;

/**
 * The tables `sent`, the replies of the days of `calendar`, and `replied`, one of each user in each `counted` conversation and day. The
 * index of replies begins with the user: without one it would be gone through as a whole.
 */
export function replyTables(accountKey: number): Prisma.Sql {
  return Prisma.sql`
    sent as materialized (
      select d.day, t.*
      from users u
      cross join lateral (
        select t.created_at, t.user_key, t.conversation_key, ${figureColumns}
        from threads t
        where t.account_key = ${accountKey} and t.user_key = u.key and ${isCountedReply}
          and t.created_at >= (select k.starts[1] from calendar k)
          and t.created_at < (select k.ends[cardinality(k.ends)] from calendar k)
        offset 0
      ) t
      cross join lateral ${dayOf(Prisma.sql`t.created_at`)}
      where u.account_key = ${accountKey}
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
 * Selects the figures of each user on each of these days, as the measure in a place from 0; those of conversations by the day
 * before on which the user replied.
 */
export const countReplies = (place: number): Prisma.Sql => Prisma.sql`
      select ${place + 1}::int as measure, n.day, n.previous, f.key::int, ${ofUser(Prisma.sql`n.user_key`)}, null::text as label, f.count
      from (
        select t.user_key, t.day, ${noDay} as previous, ${figuresOfReplies} as figures from sent t group by 1, 2
        union all
        select t.user_key, t.day, t.previous, ${figuresOfRepliedConversations} from replied t group by 1, 2, 3
      ) n
      cross join lateral ${eachFigure}
      where f.count <> 0`;
