import { Prisma } from '../../src/database/generated/client.ts';
import { timeZone } from '../../src/generate/catalogue.ts';
import { formatInstant } from '../../src/period/instant.ts';
import type { Period } from '../../src/period/period.ts';
import type { Question } from '../question.ts';
import { bothPeriods, counted, createdIn } from './conditions.ts';

/** The threads of a period with their conversations. */
const threads = (question: Question, period: Period): Prisma.Sql => Prisma.sql`
        (select * from threads where account_key = ${question.account.key} and ${createdIn(period)}) t
        join conversations c on c.key = t.conversation_key and ${counted(question)}`;

/** The conversations closed in a period. */
const closed = (question: Question, { start, end }: Period): Prisma.Sql => Prisma.sql`
        conversations c where ${counted(question)} and c.status = 'closed'
          and c.closed_at >= ${formatInstant(start)}::timestamptz and c.closed_at < ${formatInstant(end)}::timestamptz`;

/** The conversations that a period touches. */
const touched = (question: Question, period: Period): Prisma.Sql => Prisma.sql`
        (
          select conversation_key as key from threads where account_key = ${question.account.key} and ${createdIn(period)}
          union
          select key from conversations where account_key = ${question.account.key} and ${createdIn(period)}
        ) k
        join conversations c on c.key = k.key and ${counted(question)}`;

/** The condition that a conversation of these had its first reply in the period. */
const answeredIn = ({ start, end }: Period): Prisma.Sql => Prisma.sql`
        c.first_response_at >= ${formatInstant(start)}::timestamptz and c.first_response_at < ${formatInstant(end)}::timestamptz`;

export function activity(question: Question): Prisma.Sql {
  return bothPeriods(
    question,
    (period) => Prisma.sql`
      select json_build_object(
        'conversationsCreated', a.created, 'conversationsTouched', a.touched, 'messagesReceived', t.received, 'repliesSent', t.sent,
        'conversationsReplied', t.replied, 'customersReplied', t.customers, 'resolutions', t.resolutions + r.resolutions,
        'reopenings', t.reopenings
      )
      from (
        select count(*) as touched, count(*) filter (where ${createdIn(period)}) as created from ${touched(question, period)}
      ) a, (
        select count(*) filter (where t.kind = 'customer') as received, count(*) filter (where t.kind = 'reply') as sent,
          count(distinct c.key) filter (where t.kind = 'reply') as replied,
          count(distinct c.customer_key) filter (where t.kind = 'reply') as customers,
          count(*) filter (where t.status_event = 'resolution') as resolutions,
          count(*) filter (where t.status_event = 'reopening') as reopenings
        from ${threads(question, period)}
      ) t, (
        select count(*) filter (where not c.has_status_threads) as resolutions from ${closed(question, period)}
      ) r`,
  );
}

const bounds = [900, 3600, 14_400, 28_800, 86_400, 172_800];

/** The figures of a column `v` of some rows, as JSON, sorted once. */
const durations = (rows: Prisma.Sql): Prisma.Sql => Prisma.sql`(
          with d as materialized (${rows})
          select json_build_object(
            'count', s.count, 'average', s.average, 'min', s.min, 'max', s.max,
            'median', s.ranks[1], 'p90', s.ranks[2], 'p95', s.ranks[3],
            'ranges', (
              select json_agg(json_build_object(
                'from', (0 || ${bounds}::int[])[b.place + 1], 'to', (${bounds}::int[])[b.place + 1], 'count', coalesce(n.count, 0)
              ) order by b.place)
              from generate_series(0, ${bounds.length}::int) as b (place)
              left join (select width_bucket(v::float8, ${bounds}::float8[]) as place, count(*) from d group by 1) n using (place)
            )
          )
          from (
            select count(*), avg(v)::float8 as average, min(v), max(v),
              percentile_cont(array[0.5, 0.9, 0.95]) within group (order by v) as ranks
            from d
          ) s
        )`;

/** The replies of a period that count: their index tells of all that is asked, but of a tag. */
function replies(question: Question, period: Period, value: Prisma.Sql): Prisma.Sql {
  const { account, filter } = question;
  if (filter.tag)
    return Prisma.sql`
          select t.${value} as v from ${threads(question, period)}
          where t.kind = 'reply' and t.${value} is not null`;
  const conditions = [
    Prisma.sql`account_key = ${account.key} and kind = 'reply' and counted_status is not null and ${createdIn(period)}`,
  ];
  if (filter.mailbox) conditions.push(Prisma.sql`mailbox_key = ${filter.mailbox.key}`);
  if (filter.type) conditions.push(Prisma.sql`conversation_type = ${filter.type}::conversation_type`);
  return Prisma.sql`select ${value} as v from threads where ${Prisma.join(conditions, ' and ')} and ${value} is not null`;
}

export function responseTimes(question: Question): Prisma.Sql {
  return bothPeriods(
    question,
    (period) => Prisma.sql`
      select json_build_object(
        'firstResponse', ${durations(Prisma.sql`
            select c.first_response_seconds as v from ${touched(question, period)}
            where ${answeredIn(period)} and c.first_response_seconds is not null`)},
        'response', ${durations(replies(question, period, Prisma.sql`response_seconds`))},
        'handle', ${durations(replies(question, period, Prisma.sql`handle_seconds`))},
        'resolution', ${durations(Prisma.sql`
            select c.resolve_seconds as v from ${closed(question, period)} and c.resolve_seconds is not null`)},
        'repliesToResolve', r.replies, 'resolvedOnFirstReply', r.once
      )
      from (
        select avg(c.replies_sent)::float8 as replies, count(*) filter (where c.replies_sent = 1) as once
        from ${closed(question, period)} and c.resolve_seconds is not null
      ) r`,
  );
}

/** Rows by user, each source read once. */
export function breakdownByUser(question: Question): Prisma.Sql {
  const { account, current } = question;
  return Prisma.sql`
    with touched as materialized (select c.* from ${touched(question, current)}),
    threads_in as materialized (
      select t.kind, t.user_key, t.response_seconds, t.status_event, c.assignee_key, c.customer_key from ${threads(question, current)}
    ),
    assigned as (
      select assignee_key as key, count(*) as touched, count(*) filter (where ${createdIn(current)}) as created from touched group by 1
    ),
    first as (
      select c.first_replier_key as key, avg(c.first_response_seconds)::float8 as mean,
        percentile_cont(0.5) within group (order by c.first_response_seconds) as median
      from touched c where ${answeredIn(current)} group by 1
    ),
    received as (
      select assignee_key as key, count(*) filter (where kind = 'customer') as received,
        count(*) filter (where status_event = 'resolution') as resolutions
      from threads_in group by 1
    ),
    sent as (
      select user_key as key, count(*) as sent, count(distinct customer_key) as customers, avg(response_seconds)::float8 as mean,
        percentile_cont(0.5) within group (order by response_seconds) as median
      from threads_in where kind = 'reply' group by 1
    ),
    resolved as (
      select c.assignee_key as key, count(*) filter (where not c.has_status_threads) as resolutions, avg(c.resolve_seconds)::float8 as mean
      from ${closed(question, current)} group by 1
    ),
    rated as (
      select r.user_key as key, count(*) as ratings,
        100.0 * count(*) filter (where r.score = 'great') / count(*) - 100.0 * count(*) filter (where r.score = 'not_good') / count(*) as score
      from ratings r join conversations c on c.key = r.conversation_key and ${counted(question)}
      where r.account_key = ${account.key} and r.is_counted and r.created_at >= ${formatInstant(current.start)}::timestamptz
        and r.created_at < ${formatInstant(current.end)}::timestamptz
      group by 1
    ),
    keys as (
      select key from assigned union select key from first union select key from sent union select key from resolved
      union select key from rated union select key from received
    )
    select json_build_object('rows', json_agg(json_build_object('key', u.id, 'current', json_build_object(
        'conversationsCreated', coalesce(a.created, 0), 'conversationsTouched', coalesce(a.touched, 0),
        'messagesReceived', coalesce(t.received, 0), 'repliesSent', coalesce(s.sent, 0), 'customersReplied', coalesce(s.customers, 0),
        'resolutions', coalesce(t.resolutions, 0) + coalesce(r.resolutions, 0), 'avgFirstResponseTime', f.mean,
        'medianFirstResponseTime', f.median, 'avgResponseTime', s.mean, 'medianResponseTime', s.median, 'avgResolveTime', r.mean,
        'ratings', coalesce(g.ratings, 0), 'satisfactionScore', g.score::float8
      )) order by coalesce(a.touched, 0) desc, u.id collate "C" nulls last)) as answer
    from keys k
    left join users u on u.account_key = ${account.key} and u.key = k.key
    left join assigned a on a.key is not distinct from k.key
    left join first f on f.key is not distinct from k.key
    left join received t on t.key is not distinct from k.key
    left join sent s on s.key is not distinct from k.key
    left join resolved r on r.key is not distinct from k.key
    left join rated g on g.key is not distinct from k.key`;
}

const left = Prisma.sql`
        count(*) filter (where c.status = 'open') as open, count(*) filter (where c.status = 'open' and c.assignee_key is null) as unassigned,
        count(*) filter (where c.status = 'pending') as pending, count(*) filter (where c.status = 'snoozed') as snoozed,
        count(*) filter (where c.status = 'on_hold') as on_hold, count(c.waiting_since) as waiting, min(c.waiting_since) as oldest`;

const leftAsJson = Prisma.sql`'open', l.open, 'unassigned', l.unassigned, 'pending', l.pending, 'snoozed', l.snoozed, 'onHold', l.on_hold,
      'waiting', l.waiting, 'oldestWaitingSince', to_char(l.oldest at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

export function workload(question: Question): Prisma.Sql {
  return Prisma.sql`
    select json_build_object(${leftAsJson}) as answer
    from (select ${left} from conversations c where ${counted(question)} and c.status <> 'closed') l`;
}

export function workloadByTag(question: Question): Prisma.Sql {
  return Prisma.sql`
    select json_build_object('rows', json_agg(json_build_object('key', l.key, ${leftAsJson}) order by l.open desc, l.key collate "C")) as answer
    from (
      select coalesce(d.id, '1') as key, l.*
      from (
        select g.key as tag_key, ${left}
        from conversations c
        cross join lateral unnest(case when c.tag_keys = '{}' then '{0}' else c.tag_keys end) as g (key)
        where ${counted(question)} and c.status <> 'closed'
        group by 1
      ) l
      left join tags d on d.account_key = ${question.account.key} and d.key = l.tag_key
    ) l`;
}

export function busyTimes(question: Question): Prisma.Sql {
  return bothPeriods(
    question,
    (period) => Prisma.sql`
      select json_agg(json_build_object('day', d.weekday, 'hour', h.hour, 'count', coalesce(n.count, 0)) order by d.weekday, h.hour)
      from generate_series(1, 7) as d (weekday)
      cross join generate_series(0, 23) as h (hour)
      left join (
        select extract(isodow from w.at)::int as weekday, extract(hour from w.at)::int as hour, count(*)
        from (select c.created_at at time zone ${timeZone} as at from conversations c where ${counted(question)} and ${createdIn(period)}) w
        group by 1, 2
      ) n using (weekday, hour)`,
  );
}

export function satisfaction(question: Question): Prisma.Sql {
  return bothPeriods(
    question,
    (period) => Prisma.sql`
      select json_build_object(
        'ratings', count(*), 'great', count(*) filter (where r.score = 'great'), 'okay', count(*) filter (where r.score = 'okay'),
        'notGood', count(*) filter (where r.score = 'not_good'), 'avgValue', avg(r.value)::float8,
        'customers', count(distinct c.customer_key)
      )
      from (select * from ratings where account_key = ${question.account.key} and is_counted and ${createdIn(period)}) r
      join conversations c on c.key = r.conversation_key and ${counted(question)}`,
  );
}
