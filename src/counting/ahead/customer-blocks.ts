import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import type { DaySpan } from '../../period/days.ts';
import { isCounted, noDay } from '../measures/measures.ts';
import { partsOfConversation } from '../measures/parts.ts';

export const daysInBlock = 365;

const customerRow = z.object({ key: z.int() });

/**
 * Customers with fewer conversations in a part of the account, whenever they were, have no blocks there. In a part of one
 * mailbox fewer lead.
 */
export const fewestConversations = { anyMailbox: 5, oneMailbox: 3 } as const;

/** The blocks that days lie in, from the first to the last; none where there are no days. */
export function blocksOf({ first, until }: DaySpan): number[] {
  if (first >= until) return [];
  const [from, to] = [blockOf(first), blockOf(until - 1)];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Like the database's division, towards 1970. */
function blockOf(day: number): number {
  return Math.trunc(day / daysInBlock);
}

/**
 * The customers of the conversations that some stale days of customers touch, and those who were when their blocks were counted:
 * a conversation may have been given to somebody else since, or to nobody.
 */
export async function staleCustomersOf(
  client: Prisma.TransactionClient,
  accountKey: number,
  days: readonly number[],
): Promise<number[]> {
  const stale = Prisma.sql`s.account_key = ${accountKey} and s.subject = 'customers' and s.day = any(${days}::int[])`;
  const rows = await client.$queryRaw`
    select c.customer_key as key
    from stale_days s
    join threads t on t.account_key = ${accountKey} and t.created_at >= s.starts_at and t.created_at < s.ends_at
    join conversations c on c.account_key = ${accountKey} and c.key = t.conversation_key
    where ${stale} and c.customer_key is not null
    union
    select c.customer_key
    from stale_days s
    join conversations c on c.account_key = ${accountKey} and c.created_at >= s.starts_at and c.created_at < s.ends_at
    where ${stale} and c.customer_key is not null
    union
    select b.customer_key
    from busy_customers b
    where b.account_key = ${accountKey} and b.block = any(${[...new Set(days.map(blockOf))]}::int[]) and b.conversations > 0
      and ${hasOneOf(days)}`;
  return z
    .array(customerRow)
    .parse(rows)
    .map(({ key }) => key);
}

/** The condition that a block `b` has one of some days: all of its own are in order, and few blocks reach as far as the first. */
function hasOneOf(days: readonly number[]): Prisma.Sql {
  const [first, last] = [Math.min(...days), Math.max(...days)];
  return Prisma.sql`b.days[cardinality(b.days)] >= ${first} and b.days[1] <= ${last} and b.days && ${days}::int[]`;
}

/** Deletes the blocks of some customers, or of all. */
export function deleteCustomerBlocks(accountKey: number, customers: readonly number[] | null): Prisma.Sql {
  return Prisma.sql`
    delete from busy_customers b where b.account_key = ${accountKey} and ${areMeant(Prisma.sql`b.customer_key`, customers)}`;
}

/** Counts the conversations of some customers, or of all, in each block of days anew; customer by customer, which saves sorting all at once. */
export function insertCustomerBlocks(accountKey: number, customers: readonly number[] | null): Prisma.Sql {
  return Prisma.sql`
    insert into busy_customers (account_key, mailbox_key, type, block, customer_key, conversations, days, previous_days)
    select ${accountKey}, c.mailbox_key, c.type, d.day / ${daysInBlock}::int, c.customer_key,
      count(*) filter (where d.place = 1 or d.previous / ${daysInBlock}::int <> d.day / ${daysInBlock}::int),
      array_agg(d.day order by d.day, d.previous), array_agg(d.previous order by d.day, d.previous)
    from (
      select c.customer_key, p.mailbox_key, p.type, c.touched_days,
        count(*) over (partition by c.customer_key, p.mailbox_key, p.type) as conversations
      from (
        select c.*
        from conversations c
        where c.account_key = ${accountKey} and ${isCounted}
          and c.customer_key = any(array(${selectBusyCustomers(accountKey, customers)}))
        order by c.customer_key
        offset 0
      ) c
      cross join lateral ${partsOfConversation}
    ) c
    cross join lateral (
      select d.day, d.place, coalesce(c.touched_days[d.place - 1], ${noDay}) as previous
      from unnest(c.touched_days) with ordinality as d (day, place)
    ) d
    where c.conversations >= case c.mailbox_key
      when 0 then ${fewestConversations.anyMailbox}::int else ${fewestConversations.oneMailbox}::int
    end
    group by c.customer_key, 2, 3, 4`;
}

/** Selects those of some customers, or of all, who have enough conversations to have blocks in any part of the account. */
function selectBusyCustomers(accountKey: number, customers: readonly number[] | null): Prisma.Sql {
  return Prisma.sql`
          select b.customer_key
          from conversations b
          where b.account_key = ${accountKey} and b.customer_key is not null and ${areMeant(Prisma.sql`b.customer_key`, customers)}
          group by b.customer_key
          having count(*) >= ${fewestConversations.oneMailbox}
        `;
}

function areMeant(key: Prisma.Sql, customers: readonly number[] | null): Prisma.Sql {
  return customers ? Prisma.sql`${key} in (select unnest(${customers}::int[]))` : Prisma.sql`true`;
}
