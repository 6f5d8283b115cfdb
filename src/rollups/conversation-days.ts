import { Prisma } from '../database/generated/client.ts';
import { isCounted, type Measure, noDay } from './measures.ts';
import { partsOfConversation, wholeAccountAlone } from './parts.ts';
import { countReplies, replyTables, staleDayOf } from './reply-days.ts';

/** What measures look at: the subjects and addresses of conversations would fill the memory that these tables have. */
const countedColumns = Prisma.sql`
        c.key, c.created_at, c.mailbox_key, c.type, c.channel, c.status, c.assignee_key, c.team_key, c.tag_keys, c.touched_days,
        c.replied_days, c.repliers`;

/** The table `fresh`, and what it is made of: some stale days counted anew, each measure in each part, and at last users' replies. */
export function conversationDays(
  accountKey: number,
  days: readonly number[],
  measures: readonly Measure[],
): Prisma.Sql {
  const counts = measures.map((measure, place) => countsOf(accountKey, measure, place));
  return Prisma.sql`
    stale as materialized (
      select s.day, s.starts_at, s.ends_at
      from stale_days s
      where s.account_key = ${accountKey} and s.subject = 'conversations' and s.day = any(${days}::int[])
    ),
    calendar as materialized (
      select array_agg(s.day order by s.day) as days, array_agg(s.starts_at order by s.day) as starts,
        array_agg(s.ends_at order by s.day) as ends
      from stale s
    ),
    active as materialized (
      select t.conversation_key, t.kind, t.saved_reply_key, t.workflow_key, s.day
      from stale s
      join threads t on t.account_key = ${accountKey} and t.created_at >= s.starts_at and t.created_at < s.ends_at
    ),
    counted as materialized (
      select ${countedColumns}
      from (
        select a.conversation_key as key from active a
        union
        select c.key
        from stale s
        join conversations c on c.account_key = ${accountKey} and c.created_at >= s.starts_at and c.created_at < s.ends_at
      ) k
      cross join lateral (
        select c.* from conversations c where c.account_key = ${accountKey} and c.key = k.key offset 0
      ) c
      where ${isCounted}
    ),
    created as materialized (
      select c.*, d.day, ${noDay} as previous
      from counted c
      cross join lateral ${staleDayOf(Prisma.sql`c.created_at`)}
    ),
    touched as materialized (
      select c.*, d.day, coalesce(c.touched_days[d.place - 1], ${noDay}) as previous
      from counted c
      cross join lateral unnest(c.touched_days) with ordinality as d (day, place)
      where d.day in (select day from stale)
    ),
    ${replyTables(accountKey)},
    fresh as (${Prisma.join([...counts, countReplies(measures.length)], ' union all ')})`;
}

/**
 * The counts of a measure, by its place, in each part. What is counted within the smallest parts, a type in a mailbox, is added up
 * to the others: there are fewer counts than conversations.
 */
function countsOf(accountKey: number, measure: Measure, place: number): Prisma.Sql {
  const { activity, key, label, condition, joins, isOfWhole } = measure;
  const source = {
    created: Prisma.sql`created c`,
    touched: Prisma.sql`touched c`,
    threads: Prisma.sql`active t join counted c on c.key = t.conversation_key`,
  }[activity];
  const day = activity === 'threads' ? Prisma.sql`t.day` : Prisma.sql`c.day`;
  const previous = activity === 'threads' ? noDay : Prisma.sql`c.previous`;
  const smallest = isOfWhole
    ? Prisma.sql`null as mailbox_key, null as type`
    : Prisma.sql`c.mailbox_key, c.type`;
  return Prisma.sql`
      select ${place + 1}::int as measure, p.part, c.day, c.previous, c.key, c.label, sum(c.count)::int as count
      from (
        select ${smallest}, ${day} as day, ${previous} as previous, ${key} as key, ${label} as label, count(*) as count
        from ${source} ${joins(accountKey)}
        where ${condition}
        group by 1, 2, 3, 4, 5, 6
      ) c
      cross join lateral ${isOfWhole ? wholeAccountAlone : partsOfConversation}
      group by 2, 3, 4, 5, 6`;
}
