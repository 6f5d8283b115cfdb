import { z } from 'zod';
import { Prisma } from '../../../database/generated/client.ts';
import { readRows } from '../../../database/read.ts';
import type { Run } from '../run.ts';
import type { Doubtful } from './history.ts';
import type { Period } from './periods.ts';

const mostUsers = 5;

function isIn(column: Prisma.Sql, { start, end }: Period): Prisma.Sql {
  return Prisma.sql`${column} >= to_timestamp(${start}::float8) and ${column} < to_timestamp(${end}::float8)`;
}

/** The users who sent most replies in a period. */
export async function busiestUsers({ database, accountKey }: Run, period: Period): Promise<string[]> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select u.id
      from threads t join users u on u.account_key = ${accountKey} and u.key = t.user_key
      where t.account_key = ${accountKey} and t.kind = 'reply' and u.id <> '0' and ${isIn(Prisma.sql`t.created_at`, period)}
      group by u.id order by count(*) desc, u.id limit ${mostUsers}`,
    z.object({ id: z.string() }),
  );
  return rows.map(({ id }) => id);
}

/** Threads of conversations that are no replies here and may be some for Help Scout: notes, and what was sent by itself. */
export async function doubtfulIn(
  { database, accountKey }: Run,
  ids: readonly string[],
  period: Period,
): Promise<Doubtful> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select c.id, count(*)::int as count
      from conversations c join threads t on t.account_key = ${accountKey} and t.conversation_key = c.key
      where c.account_key = ${accountKey} and c.id = any(${[...ids]}::text[]) and t.kind in ('note', 'auto')
        and ${isIn(Prisma.sql`t.created_at`, period)}
      group by c.id`,
    z.object({ id: z.string(), count: z.int() }),
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** How many customers have a conversation that was created in a period or has a thread in it. */
export async function touchedCustomers({ database, accountKey }: Run, period: Period): Promise<number> {
  const [row] = await readRows(
    database,
    Prisma.sql`
      select count(distinct c.customer_key)::int as count
      from conversations c
      where c.account_key = ${accountKey} and not c.deleted and c.status <> 'spam' and (
        (${isIn(Prisma.sql`c.created_at`, period)})
        or exists (
          select from threads t
          where t.account_key = ${accountKey} and t.conversation_key = c.key and ${isIn(Prisma.sql`t.created_at`, period)}
        )
      )`,
    z.object({ count: z.int() }),
  );
  return row?.count ?? 0;
}
