import { Prisma } from '../../database/generated/client.ts';
import type { DayCalendar } from '../../period/days.ts';
import { repliedDays } from '../measures/customer-groups.ts';
import { type Activity, isCounted, isResolvedByClosing, noDay } from '../measures/measures.ts';
import type { PairAhead } from '../measures/pairs.ts';
import type { CountedIn } from '../measures/parts.ts';
import { countReplies, dayOf, replyTables } from './reply-days.ts';
import { boundOf } from './stale.ts';

/** What measures look at: the subjects and addresses of conversations would fill the memory that these tables have. */
const countedColumns = Prisma.sql`
        c.key, c.created_at, c.mailbox_key, c.type, c.channel, c.status, c.assignee_key, c.team_key, c.tag_keys, c.waiting_since,
        c.touched_days, c.replied_days, c.repliers`;

const threadColumns = Prisma.sql`t.conversation_key, t.kind, t.created_at as happened_at, t.user_key, t.saved_reply_key, t.workflow_key`;

/** What a measure counts: conversations of the table `counted`, and threads, on the days asked for. */
interface Counted {
  /** The table that is made for all measures of the same activity; the columns of threads are those that any of them needs. */
  readonly table: (accountKey: number, columns: Prisma.Sql) => Prisma.Sql;
  readonly source: Prisma.Sql;
  readonly day: Prisma.Sql;
  readonly previous: Prisma.Sql;
}

const countedBy: Record<Activity, Counted> = {
  created: {
    table: () => Prisma.sql`created as materialized (
      select c.*, d.day, ${noDay} as previous
      from counted c
      cross join lateral ${dayOf(Prisma.sql`c.created_at`)}
    )`,
    source: Prisma.sql`created c`,
    day: Prisma.sql`c.day`,
    previous: Prisma.sql`c.previous`,
  },
  touched: {
    table: () => Prisma.sql`touched as materialized (
      select c.*, d.day, coalesce(c.touched_days[d.place - 1], ${noDay}) as previous
      from counted c
      cross join lateral unnest(c.touched_days) with ordinality as d (day, place)
      where d.day in (select day from days)
    )`,
    source: Prisma.sql`touched c`,
    day: Prisma.sql`c.day`,
    previous: Prisma.sql`c.previous`,
  },
  replied: {
    table: () => Prisma.sql`answered as materialized (
      select c.*, r.day, coalesce(r.previous, ${noDay}) as previous
      from counted c
      cross join lateral (
        select r.day, lag(r.day) over (order by r.day) as previous
        from (select distinct r.day from ${repliedDays}) r
      ) r
      where r.day in (select day from days)
    )`,
    source: Prisma.sql`answered c`,
    day: Prisma.sql`c.day`,
    previous: Prisma.sql`c.previous`,
  },
  closed: {
    table: (accountKey) => Prisma.sql`closed as materialized (
      select c.*, d.day
      from days d
      cross join lateral (
        select c.key, c.mailbox_key, c.type, c.assignee_key
        from conversations c
        where c.account_key = ${accountKey} and ${isCounted} and ${isResolvedByClosing}
          and c.closed_at >= d.starts_at and c.closed_at < d.ends_at
        offset 0
      ) c
    )`,
    source: Prisma.sql`closed c`,
    day: Prisma.sql`c.day`,
    previous: noDay,
  },
  threads: {
    table: (accountKey, columns) => Prisma.sql`active as materialized (
      select ${columns}, d.day
      from days d
      join threads t on t.account_key = ${accountKey} and t.created_at >= d.starts_at and t.created_at < d.ends_at
    )`,
    source: Prisma.sql`active t join counted c on c.key = t.conversation_key`,
    day: Prisma.sql`t.day`,
    previous: noDay,
  },
  events: {
    table: (accountKey) => Prisma.sql`events as materialized (
      select t.conversation_key, t.status_event, d.day
      from days d
      join threads t on t.account_key = ${accountKey} and t.status_event is not null
        and t.created_at >= d.starts_at and t.created_at < d.ends_at
    )`,
    source: Prisma.sql`events t join counted c on c.key = t.conversation_key`,
    day: Prisma.sql`t.day`,
    previous: noDay,
  },
};

/** What the counts of a measure follow from, whatever else is counted with it: one text for one way to count. */
export function countingOf(measure: PairAhead): unknown[] {
  const { table, source, day, previous } = countedBy[measure.activity];
  const { key, label, condition, joins, countedIn } = measure;
  const made = [table(0, Prisma.sql`t.*`), source, day, previous, key, label, condition, partsIn[countedIn]];
  // What joins are bound to is the account, and the clock of its zone.
  return [isCounted, ...made, Prisma.raw(joins(0).sql)];
}

/** What is counted of some days: measures, and what users have replied if asked for. */
interface Counting {
  readonly days: readonly number[];
  readonly calendar: DayCalendar;
  readonly measures: readonly PairAhead[];
  readonly withReplies: boolean;
}

/** The table `fresh`, and what it is made of: some days counted, each measure in each part, and at last users' replies. */
export function conversationDays(
  accountKey: number,
  { days, calendar, measures, withReplies }: Counting,
): Prisma.Sql {
  const counts = measures.map((measure, place) => countsOf(accountKey, measure, place));
  const { threads, ...others } = countedBy;
  const ofCounted = Object.values(others).map(({ table }) => table(accountKey, threadColumns));
  if (withReplies) counts.push(countReplies(measures.length));
  return Prisma.sql`
    ${dayTables(days, calendar)},
    ${threads.table(accountKey, threadColumns)},
    counted as materialized (
      select ${countedColumns}
      from (
        select a.conversation_key as key from active a
        union
        select c.key
        from days d
        join conversations c on c.account_key = ${accountKey} and c.created_at >= d.starts_at and c.created_at < d.ends_at
      ) k
      cross join lateral (
        select c.* from conversations c where c.account_key = ${accountKey} and c.key = k.key offset 0
      ) c
      where ${isCounted}
    ),
    ${Prisma.join(ofCounted, ',\n    ')},
    ${replyTables(accountKey)},
    fresh as (${Prisma.join(counts, ' union all ')})`;
}

/** The days as a table, and as a table of one row that instants are looked up in. */
function dayTables(days: readonly number[], { startOf }: DayCalendar): Prisma.Sql {
  const starts = days.map((day) => boundOf(startOf(day)));
  const ends = days.map((day) => boundOf(startOf(day + 1)));
  return Prisma.sql`
    days as materialized (
      select d.*
      from unnest(${days}::int[], ${starts}::timestamptz[], ${ends}::timestamptz[]) as d (day, starts_at, ends_at)
    ),
    calendar as materialized (
      select array_agg(d.day order by d.day) as days, array_agg(d.starts_at order by d.day) as starts,
        array_agg(d.ends_at order by d.day) as ends
      from days d
    )`;
}

/**
 * The counts of a measure, by its place, in each part. What is counted within the smallest parts, a type in a mailbox, is added up
 * to the others: there are fewer counts than conversations.
 */
function countsOf(accountKey: number, measure: PairAhead, place: number): Prisma.Sql {
  const { activity, key, label, condition, joins, countedIn } = measure;
  const { source, day, previous } = countedBy[activity];
  const smallest =
    countedIn === 'whole'
      ? Prisma.sql`null::int as mailbox_key, null::text as type`
      : Prisma.sql`c.mailbox_key, c.type`;
  return Prisma.sql`
      select ${place + 1}::int as measure, c.day, c.previous, c.key, coalesce(c.mailbox_key, 0) as mailbox_key, 0 as user_key,
        coalesce(c.type::text, '') as type, c.label, sum(c.count)::int as count
      from (
        select ${smallest}, ${day} as day, ${previous} as previous, ${key} as key, ${label} as label, count(*) as count
        from ${source} ${joins(accountKey)}
        where ${condition}
        group by 1, 2, 3, 4, 5, 6
      ) c
      group by c.day, c.previous, c.key, c.label, ${partsIn[countedIn]}`;
}

/** The parts that are added up, of a type in a mailbox each: a whole account has neither. */
const partsIn: Record<CountedIn, Prisma.Sql> = {
  eachPart: Prisma.sql`cube (c.mailbox_key, c.type)`,
  whole: Prisma.sql`c.mailbox_key, c.type`,
  wholeAndSmallest: Prisma.sql`grouping sets ((c.mailbox_key, c.type), ())`,
};
