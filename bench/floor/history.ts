import { Prisma } from '../../src/database/generated/client.ts';
import { timeZone } from '../../src/generate/catalogue.ts';
import { lastDay, spanDays } from '../helpdesk.ts';
import type { Question } from '../question.ts';
import { counted, createdIn, createdInEither, ofPrevious } from './conditions.ts';

const rows = 25;

/** A page by number. */
export function history(question: Question): Prisma.Sql {
  const elapsed = (from: Prisma.Sql, to: Prisma.Sql) => Prisma.sql`extract(epoch from ${to} - ${from})`;
  return pageOf(question, Prisma.sql`number`, Prisma.empty, elapsed);
}

/** A page by response time within office hours. */
export function officeHistory(question: Question): Prisma.Sql {
  const inOffice = (from: Prisma.Sql, to: Prisma.Sql) =>
    Prisma.sql`(${officeUntil(to)} - ${officeUntil(from)})`;
  return pageOf(question, Prisma.sql`response`, office(question), inOffice);
}

type Elapsed = (from: Prisma.Sql, to: Prisma.Sql) => Prisma.Sql;

function pageOf(question: Question, order: Prisma.Sql, before: Prisma.Sql, elapsed: Elapsed): Prisma.Sql {
  return Prisma.sql`
    with ${before} ${replies(question, elapsed)}, page as materialized (
      select * from replies where now order by ${order} desc nulls last, created_at, id collate "C", position limit ${rows}
    )
    select json_build_object(
      'count', (select count(*) from replies where now),
      'results', (
        select coalesce(json_agg(${entryOf(question)} order by p.${order} desc nulls last, p.created_at, p.id collate "C", p.position), '[]')
        from page p
      ),
      'current', (${totals(Prisma.sql`now`)}),
      'previous', ${ofPrevious(question, Prisma.sql`(${totals(Prisma.sql`before`)})`)}
    ) as answer`;
}

/** The table `replies`: what the user sent in either period, and how long the customers waited, from the threads alone. */
function replies(question: Question, elapsed: Elapsed): Prisma.Sql {
  const { account, user, current, previous } = question;
  const response = Prisma.sql`floor(${elapsed(Prisma.sql`t.since`, Prisma.sql`t.created_at`)})`;
  const resolve = Prisma.sql`floor(${elapsed(Prisma.sql`o.opened_at`, Prisma.sql`o.closed_at`)})`;
  return Prisma.sql`
    own as materialized (
      select c.key, c.id, c.number, c.status, c.customer_key, c.created_at as opened_at, c.closed_at
      from conversations c
      where ${counted(question)} and c.key in (
        select conversation_key from threads
        where account_key = ${account.key} and user_key = ${user.key} and kind = 'reply' and ${createdInEither(question)}
      )
    ), told as (
      select t.*, count(*) filter (where t.kind = 'reply') over (
          partition by t.conversation_key order by t.created_at, t.position rows between unbounded preceding and 1 preceding
        ) as round,
        count(*) filter (where t.kind = 'reply') over (partition by t.conversation_key) as replies_sent
      from threads t
      join own o on o.key = t.conversation_key
      where t.account_key = ${account.key} and t.kind in ('customer', 'reply')
    ), waited as (
      select t.*, min(t.created_at) filter (where t.kind = 'customer') over (partition by t.conversation_key, t.round) as since
      from told t
    ), timed as (
      select t.conversation_key as key, t.position, t.created_at, t.handle_seconds, t.replies_sent, ${response} as response,
        first_value(${response}) over (partition by t.conversation_key order by t.created_at, t.position) as first_response
      from waited t
      where t.kind = 'reply' and t.user_key = ${user.key}
    ), replies as materialized (
      select t.*, ${createdIn(current)} as now, ${createdIn(previous)} as before, o.id, o.number, o.status, o.customer_key,
        case when o.status = 'closed' and o.closed_at >= o.opened_at then ${resolve} end as resolve
      from timed t
      join own o using (key)
      where ${createdInEither(question)}
    )`;
}

function entryOf({ account }: Question): Prisma.Sql {
  return Prisma.sql`json_build_object(
    'conversationId', p.id, 'number', p.number,
    'status', case p.status when 'open' then 'ACTIVE' when 'closed' then 'CLOSED' else 'PENDING' end,
    'customers', (
      select coalesce(json_agg(json_build_object('id', k.id, 'name', k.name)), '[]')
      from customers k where k.account_key = ${account.key} and k.key = p.customer_key
    ),
    'repliedAt', to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'repliesSent', p.replies_sent,
    'responseTime', p.response, 'firstResponseTime', p.first_response, 'resolveTime', p.resolve,
    'avgHandleTime', (select avg(r.handle_seconds) from replies r where r.now and r.key = p.key)
  )`;
}

function totals(period: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select json_build_object(
      'replies', coalesce(sum(c.replies), 0), 'conversations', count(*), 'customers', count(distinct c.customer_key),
      'avgResponseTime', sum(c.response) / nullif(sum(c.responses), 0),
      'avgFirstResponseTime', avg(c.first_response), 'avgResolveTime', avg(c.resolve),
      'avgHandleTime', sum(c.handled) / nullif(sum(c.handles), 0)
    )
    from (
      select r.customer_key, count(*) as replies, sum(r.response) as response, count(r.response) as responses,
        min(r.first_response) as first_response, min(r.resolve) as resolve,
        sum(r.handle_seconds) as handled, count(r.handle_seconds) as handles
      from replies r
      where r.${period}
      group by r.key, r.customer_key
    ) c`;
}

/** The table `office`: one row of arrays, when office hours start, how long they last, and the seconds of all before them. */
function office({ account }: Question): Prisma.Sql {
  return Prisma.sql`
    office as materialized (
      select array_agg(o.start order by o.start) as starts, array_agg(o.seconds order by o.start) as seconds,
        array_agg(o.total - o.seconds order by o.start) as before
      from (
        select h.start, h.seconds, sum(h.seconds) over (order by h.start) as total
        from (
          select (date + o."from") at time zone ${timeZone} as start,
            extract(epoch from (date + o."to") at time zone ${timeZone} - (date + o."from") at time zone ${timeZone})::float8 as seconds
          from accounts a
          cross join generate_series(${lastDay}::timestamp - ${spanDays} * interval '1 day', ${lastDay}::timestamp, interval '1 day') date
          join jsonb_to_recordset(a.office_hours -> 'days') as o (day int, "from" interval, "to" interval)
            on o.day = extract(isodow from date)
          where a.key = ${account.key}
        ) h
      ) o
    ),`;
}

/** Seconds of office hours before a time. */
function officeUntil(time: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(
    select case when ${time} is not null then
      coalesce(f.before[f.place] + least(extract(epoch from ${time} - f.starts[f.place])::float8, f.seconds[f.place]), 0)
    end
    from (select office.*, width_bucket(${time}, starts) as place from office) f
  )`;
}
