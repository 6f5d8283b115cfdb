import { Prisma } from '../../src/database/generated/client.ts';
import { timeZone } from '../../src/generate/catalogue.ts';
import { formatInstant } from '../../src/period/instant.ts';
import type { Question } from '../question.ts';
import { counted, createdIn, createdInEither, ofPrevious } from './conditions.ts';
import { customFields } from './fields.ts';
import { figures, replied, touched } from './touched.ts';

const listed = 100;

/** The figures of both periods alone. */
export function overallFigures(question: Question): Prisma.Sql {
  return Prisma.sql`
    with ${touched(question)}, ${replied(question)}
    select json_build_object('current', f.current, 'previous', f.previous) as answer from (${figures(question)}) f`;
}

/** The parts of the report that are made of conversations. */
export function overallOfConversations(question: Question): Prisma.Sql {
  const tags = Prisma.sql`
    select tag.key, c.now, c.before from touched c left join unnest(c.tag_keys) as tag (key) on true`;
  const customers = Prisma.sql`
    select c.customer_key as key, c.now, c.before from touched c where c.customer_key is not null`;
  return Prisma.sql`
    with ${touched(question)}, ${replied(question)}, ${hours(question)}
    select json_build_object(
      'current', f.current, 'previous', f.previous,
      'filterTags', (${filterTags(question)}),
      'busiestDay', (${busiestDay(question)}), 'busyTimeStart', (${busyTime(0)}), 'busyTimeEnd', (${busyTime(2)}),
      'tags', (
        select json_build_object('count', count(*) filter (where c.now and c.tag_keys <> '{}'), 'top', (${top(question, 'tags', tags)}))
        from touched c
      ),
      'customers', json_build_object('count', f.current -> 'totalConversations', 'top', (${top(question, 'customers', customers)})),
      'customFields', (${customFields(question)})
    ) as answer
    from (${figures(question)}) f`;
}

/** The parts of the report that are made of threads. */
export function overallOfThreads(question: Question): Prisma.Sql {
  const { account, current, previous } = question;
  const usage = (directory: 'saved_replies' | 'workflows', uses: Prisma.Sql) => Prisma.sql`(
    select json_build_object('count', count(*) filter (where u.now), 'top', (${top(question, directory, uses)}))
    from (${uses}) u
  )`;
  return Prisma.sql`
    with used as materialized (
      select t.saved_reply_key, t.workflow_key, t.now, t.before
      from (
        select conversation_key, case when kind = 'reply' then saved_reply_key end as saved_reply_key, workflow_key,
          ${createdIn(current)} as now, ${createdIn(previous)} as before
        from threads
        where account_key = ${account.key} and ${createdInEither(question)}
          and (workflow_key is not null or kind = 'reply' and saved_reply_key is not null)
      ) t
      join conversations c on c.key = t.conversation_key and ${counted(question)}
    )
    select json_build_object(
      'replies', ${usage('saved_replies', Prisma.sql`select saved_reply_key as key, now, before from used where saved_reply_key is not null`)},
      'workflows', ${usage('workflows', Prisma.sql`select workflow_key as key, now, before from used where workflow_key is not null`)}
    ) as answer`;
}

const directories = {
  tags: { table: Prisma.sql`tags`, idField: 'tagId', more: Prisma.empty },
  customers: { table: Prisma.sql`customers`, idField: 'customerId', more: Prisma.empty },
  saved_replies: { table: Prisma.sql`saved_replies`, idField: 'savedReplyId', more: mailboxIdOf() },
  workflows: { table: Prisma.sql`workflows`, idField: 'workflowId', more: mailboxIdOf() },
};

function mailboxIdOf(): Prisma.Sql {
  return Prisma.sql`, 'mailboxId', (
    select m.id from mailboxes m where m.account_key = d.account_key and m.key = d.mailbox_key
  )`;
}

/** Ids of the made-up helpdesk are in order as texts. Names are looked up for what can be on the list alone. */
function top(question: Question, directory: keyof typeof directories, uses: Prisma.Sql): Prisma.Sql {
  const { table, idField, more } = directories[directory];
  const previousCount = ofPrevious(question, Prisma.sql`l.before`);
  return Prisma.sql`
    select coalesce(json_agg(l.entry order by l.now desc, l.id collate "C"), '[]')
    from (
      select l.now, coalesce(d.id, '1') as id, json_build_object(
        ${idField}::text, coalesce(d.id, '1'), 'name', d.name, 'count', l.now, 'previousCount', ${previousCount} ${more}
      ) as entry
      from (
        select u.key, count(*) filter (where u.now) as now, count(*) filter (where u.before) as before
        from (${uses}) u
        group by u.key
        having bool_or(u.now)
        order by now desc
        fetch first ${listed} rows with ties
      ) l
      left join ${table} d on d.account_key = ${question.account.key} and d.key = l.key
      order by l.now desc, coalesce(d.id, '1') collate "C"
      limit ${listed}
    ) l`;
}

function filterTags({ account }: Question): Prisma.Sql {
  return Prisma.sql`
    select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.place, t.name collate "C", t.id collate "C")
    from (
      select 0 as place, '1' as id, null as name
      union all
      select 1, id, name from tags where account_key = ${account.key}
    ) t`;
}

/** Conversations created in the current period by local weekday and hour; the zone is whole hours off, so whole hours are converted. */
function hours({ current }: Question): Prisma.Sql {
  return Prisma.sql`
    hours as (
      select extract(isodow from h.local)::int as day, extract(hour from h.local)::int as hour, sum(h.count) as count
      from (
        select date_trunc('hour', created_at, 'UTC') at time zone ${timeZone} as local, count(*) as count
        from touched
        where ${createdIn(current)}
        group by 1
      ) h
      group by 1, 2
    )`;
}

function busiestDay({ current }: Question): Prisma.Sql {
  const start = Prisma.sql`${formatInstant(current.start)}::timestamptz at time zone ${timeZone}`;
  const end = Prisma.sql`(${formatInstant(current.end)}::timestamptz - interval '1 microsecond') at time zone ${timeZone}`;
  return Prisma.sql`
    select json_build_object('day', d.day, 'hour', (
        select h.hour from hours h where h.day = d.day order by h.count desc, h.hour limit 1
      ), 'count', d.count)
    from (select day, sum(count) as count from hours group by day) d
    join (
      select extract(isodow from date)::int as day, count(*) as days
      from generate_series((${start})::date, (${end})::date, interval '1 day') date
      group by 1
    ) n using (day)
    order by d.count / n.days desc, d.day
    limit 1`;
}

/** Where the busiest two hours of the day start, and so many hours later. */
function busyTime(later: number): Prisma.Sql {
  return Prisma.sql`
    select first.hour + ${later}::int
    from generate_series(0, 22) as first (hour)
    where exists (select from hours)
    order by (select coalesce(sum(h.count), 0) from hours h where h.hour in (first.hour, first.hour + 1)) desc, first.hour
    limit 1`;
}
