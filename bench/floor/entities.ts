import { Prisma } from '../../src/database/generated/client.ts';
import type { Question } from '../question.ts';
import { createdIn, ofPrevious } from './conditions.ts';
import { replied, touched } from './touched.ts';

const kinds = {
  mailboxes: { table: Prisma.sql`mailboxes`, keys: Prisma.sql`array[c.mailbox_key]` },
  users: { table: Prisma.sql`users`, keys: Prisma.sql`array[c.assignee_key]` },
  tags: { table: Prisma.sql`tags`, keys: Prisma.sql`c.tag_keys` },
  customers: { table: Prisma.sql`customers`, keys: Prisma.sql`array[c.customer_key]` },
};

/** The figures of every mailbox, user and tag and of some customers. */
export function entityFigures(question: Question, customerIds: readonly string[]): Prisma.Sql {
  const listOf = (kind: keyof typeof kinds) => Prisma.sql`(
    select json_agg(e.entry order by e.name collate "C", e.id collate "C") from (${figuresOf(question, kind)}) e
  )`;
  return Prisma.sql`
    with ${touched(question)}, ${replied(question)}
    select json_build_object(
      'mailboxes', ${listOf('mailboxes')}, 'users', ${listOf('users')}, 'tags', ${listOf('tags')},
      'customers', (
        select json_object_agg(e.id, e.entry)
        from (${figuresOf(question, 'customers')}) e
        where e.id = any(${customerIds}::text[])
      )
    ) as answer`;
}

function figuresOf(question: Question, kind: keyof typeof kinds): Prisma.Sql {
  const { account, current, previous } = question;
  const { table, keys } = kinds[kind];
  return Prisma.sql`
    select d.id, d.name, json_build_object('id', d.id, 'conversations', json_build_object(
      'current', json_build_object(
        'totalConversations', coalesce(t.now, 0), 'conversationsCreated', coalesce(t.created_now, 0),
        'customers', coalesce(r.now, 0)
      ),
      'previous', ${ofPrevious(
        question,
        Prisma.sql`json_build_object(
          'totalConversations', coalesce(t.before, 0), 'conversationsCreated', coalesce(t.created_before, 0),
          'customers', coalesce(r.before, 0)
        )`,
      )}
    )) as entry
    from ${table} d
    left join (
      select k.key, count(*) filter (where now) as now, count(*) filter (where before) as before,
        count(*) filter (where ${createdIn(current)}) as created_now,
        count(*) filter (where ${createdIn(previous)}) as created_before
      from touched c
      cross join unnest(${keys}) as k (key)
      group by k.key
    ) t on t.key = d.key
    left join (
      select c.key, count(*) filter (where c.now) as now, count(*) filter (where c.before) as before
      from (
        select k.key, bool_or(c.now) as now, bool_or(c.before) as before
        from replied c
        cross join unnest(${keys}) as k (key)
        group by k.key, c.customer_key
      ) c
      group by c.key
    ) r on r.key = d.key
    where d.account_key = ${account.key}`;
}
