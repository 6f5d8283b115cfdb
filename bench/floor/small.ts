import { Prisma } from '../../src/database/generated/client.ts';
import { timeZone } from '../../src/generate/catalogue.ts';
import { bucketsOf } from '../../src/period/buckets.ts';
import { formatInstant } from '../../src/period/instant.ts';
import { defaultViewBy } from '../../src/period/view-by.ts';
import type { Question } from '../question.ts';
import { bothPeriods, counted, createdIn } from './conditions.ts';

export function channelSummary(question: Question): Prisma.Sql {
  return bothPeriods(
    question,
    (period) => Prisma.sql`
      select coalesce(json_agg(r order by r.channel collate "C"), '[]')
      from (
        select c.channel,
          count(*) filter (where c.status = 'open') as open,
          count(*) filter (where c.status = 'closed') as resolved,
          count(*) filter (where c.status = 'pending') as pending,
          count(*) filter (where c.status in ('snoozed', 'on_hold')) as snoozed,
          count(*) as total
        from conversations c
        where ${counted(question)} and ${createdIn(period)}
        group by c.channel
      ) r`,
  );
}

export function conversationsByStatus(question: Question): Prisma.Sql {
  return bothPeriods(
    question,
    (period) => Prisma.sql`
      select json_build_object('total', r.total, 'data', (
        select json_agg(json_build_object('label', d.label, 'value', d.value) order by d.value desc, d.place)
        from (values ('Open', r.open, 1), ('Closed', r.closed, 2), ('Queued', r.queued, 3), ('On_Hold', r.on_hold, 4))
          as d (label, value, place)
      ))
      from (
        select count(*) as total,
          count(*) filter (where c.status = 'open' and c.assignee_key is not null) as open,
          count(*) filter (where c.status = 'closed') as closed,
          count(*) filter (where c.status = 'open' and c.assignee_key is null) as queued,
          count(*) filter (where c.status in ('on_hold', 'snoozed', 'pending')) as on_hold
        from conversations c
        where ${counted(question)} and ${createdIn(period)}
      ) r`,
  );
}

export function volumesByChannel(question: Question): Prisma.Sql {
  const { current, previous } = question;
  const viewBy = defaultViewBy(current, previous ?? undefined, timeZone);
  return bothPeriods(question, (period) => {
    const starts = bucketsOf(period, viewBy, timeZone).map(({ start }) => formatInstant(start));
    return Prisma.sql`
      select json_agg(json_build_object(
        'chat', coalesce(r.chat, 0), 'email', coalesce(r.email, 0), 'phone', coalesce(r.phone, 0)
      ) order by bucket)
      from generate_series(1, ${starts.length}::int) bucket
      left join (
        select width_bucket(c.created_at, ${starts}::timestamptz[]) as bucket,
          count(*) filter (where c.type = 'chat') as chat,
          count(*) filter (where c.type = 'email') as email,
          count(*) filter (where c.type = 'phone') as phone
        from conversations c
        where ${counted(question)} and ${createdIn(period)}
        group by 1
      ) r using (bucket)`;
  });
}
