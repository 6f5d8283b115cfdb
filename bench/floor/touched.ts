import { Prisma } from '../../src/database/generated/client.ts';
import type { Question } from '../question.ts';
import { counted, createdIn, createdInEither, ofPrevious } from './conditions.ts';

/** The table `touched`: the conversations that either period touches, and which of them does. */
export function touched(question: Question): Prisma.Sql {
  const { account, current, previous } = question;
  const events = (key: Prisma.Sql, table: Prisma.Sql) => Prisma.sql`
    select ${key} as key, ${createdIn(current)} as now, ${createdIn(previous)} as before
    from ${table} where account_key = ${account.key} and ${createdInEither(question)}`;
  return Prisma.sql`
    touched as materialized (
      select c.key, c.mailbox_key, c.assignee_key, c.customer_key, c.tag_keys, c.created_at, e.now, e.before
      from (
        select key, bool_or(now) as now, bool_or(before) as before
        from (
          ${events(Prisma.sql`conversation_key`, Prisma.sql`threads`)}
          union all
          ${events(Prisma.sql`key`, Prisma.sql`conversations`)}
        ) e
        group by key
      ) e
      join conversations c on c.key = e.key and ${counted(question)}
    )`;
}

/** The table `replied`: the conversations with a reply in either period. */
export function replied(question: Question): Prisma.Sql {
  const { account, current, previous } = question;
  return Prisma.sql`
    replied as materialized (
      select c.mailbox_key, c.assignee_key, c.customer_key, c.tag_keys, t.now, t.before
      from (
        select conversation_key as key,
          bool_or(${createdIn(current)}) as now, bool_or(${createdIn(previous)}) as before
        from threads
        where account_key = ${account.key} and kind = 'reply' and ${createdInEither(question)}
        group by key
      ) t
      join conversations c on c.key = t.key and ${counted(question)}
      where c.customer_key is not null
    )`;
}

/** Selects the figures of both periods as columns, over all of the two tables. */
export function figures(question: Question): Prisma.Sql {
  const { current, previous } = question;
  return Prisma.sql`
    select json_build_object(
        'totalConversations', t.total_now, 'conversationsCreated', t.created_now, 'customers', r.now
      ) as current,
      ${ofPrevious(
        question,
        Prisma.sql`json_build_object(
          'totalConversations', t.total_before, 'conversationsCreated', t.created_before, 'customers', r.before
        )`,
      )} as previous
    from (
      select count(*) filter (where now) as total_now, count(*) filter (where before) as total_before,
        count(*) filter (where ${createdIn(current)}) as created_now,
        count(*) filter (where ${createdIn(previous)}) as created_before
      from touched
    ) t, (
      select count(*) filter (where now) as now, count(*) filter (where before) as before
      from (select bool_or(now) as now, bool_or(before) as before from replied group by customer_key) k
    ) r`;
}
