import { Prisma } from '../database/generated/client.ts';
import { dayCalendar, daysTouchedBy } from '../period/days.ts';
import type { Period } from '../period/period.ts';
import type { Scope } from '../question/slice.ts';
import { blocksOf, daysInBlock, fewestConversations } from './ahead/customer-blocks.ts';
import { blockDefinition } from './ahead/definitions.ts';
import { onlyPartOf } from './parts.ts';
import { type Ahead, planOf } from './plan.ts';
import { edges, rollupTables, touchedAtEdges } from './rollup.ts';
import { isOneOf, type Times, timesOf, touched } from './rows/activity.ts';

/** How customers' conversations are counted. */
interface Counting {
  /** What goes before in WITH. */
  readonly tables: Prisma.Sql;
  /** Selects `key, count` of some customers, or of all that can be among the first, in a period, numbered from 1. */
  readonly countIn: (place: number, customers?: Prisma.Sql) => Prisma.Sql;
}

const blocks: Ahead = { subject: 'customers', definition: blockDefinition, partsOf: onlyPartOf };

/** In shorter periods the customers that lead have too few conversations to tell them from the others by their blocks. */
const fewestDays = 60;

/**
 * How the first of those are found who have most touched conversations in a period, and counted in it and in the others: by blocks of
 * many days where these can tell who leads, else by rows.
 */
export function leadersIn(scope: Scope, periods: readonly Period[], first: number): Counting {
  const plan = planOf(scope, periods, blocks);
  const [days, ...others] = periods.map((period) =>
    daysTouchedBy(period, dayCalendar(scope.account.timeZone)),
  );
  const countAll = (place: number, customers?: Prisma.Sql, condition?: Prisma.Sql): Prisma.Sql =>
    countRows(touched(scope, timesOf(periods.slice(place - 1, place)), customers), condition);
  if (!plan || !days || days.until - days.first < fewestDays)
    return { tables: Prisma.empty, countIn: countAll };
  const { parts: part } = plan;
  return {
    tables: Prisma.sql`${rollupTables(scope, plan)},
    ${blockTable(scope, part, blocksOf(days), others.flatMap(blocksOf))},
    ${candidates(scope, part, first)},`,
    countIn: (place, customers) => {
      const ofBlocks = Prisma.sql`
        select k.key from (${customers ?? Prisma.sql`select key from candidates`}) k where not ${isMissing}`;
      return Prisma.sql`
        select u.key, sum(u.count)::int as count
        from (
          ${countBlocks(scope, part, place, ofBlocks)}
          union all
          ${countRows(touchedAtEdges(scope, edgesOf(place)), Prisma.sql`${isMeant(customers)} and not ${isMissing}`)}
        ) u
        group by u.key
        union all
        ${countAll(place, customers, isMissing)}`;
    },
  };
}

/** Whether the blocks cannot tell: then rows are counted instead. */
const isMissing = Prisma.sql`(select l.missing from least l)`;

/** The times of a period of which rows are read. */
function edgesOf(place: number): Times {
  return { ...edges, table: Prisma.sql`(select * from edges e where e.period = ${place}) p` };
}

/** The table `blocks (block, current)` of the blocks that there are for the periods, and whether the first one has them. */
function blockTable(
  scope: Scope,
  part: Prisma.Sql,
  current: readonly number[],
  others: readonly number[],
): Prisma.Sql {
  return Prisma.sql`
    blocks as materialized (
      select b.block, b.block = any(${current}::int[]) as current
      from unnest(${[...new Set([...current, ...others])]}::int[]) as b (block)
      where exists (select from busy_customers r where ${ofBlock(scope, part)})
    )`;
}

/**
 * The table `candidates (key)` of the customers that can be among the first. In a period a customer has at most the
 * conversations that the period's blocks have. The customers that lead a block are counted in the period: nobody with less in
 * the blocks than the last of the first of them has can come before, nor can one without blocks. `least` is what that one
 * has; `missing` where the blocks cannot tell, because it is too little or some day is stale: there are no candidates then.
 */
function candidates(scope: Scope, part: Prisma.Sql, first: number): Prisma.Sql {
  const isOfBlock = ofBlock(scope, part);
  const isOfOneMailbox = scope.filter.mailboxes !== null || scope.visibleMailboxes !== null;
  const fewest = fewestConversations[isOfOneMailbox ? 'oneMailbox' : 'anyMailbox'];
  const current = Prisma.sql`(select block from blocks where current) b`;
  return Prisma.sql`
    block_leaders as (
      select distinct l.key
      from ${current}
      cross join lateral (
        select r.customer_key as key from busy_customers r where ${isOfBlock} order by r.conversations desc limit ${first}
      ) l
    ),
    least as materialized (
      select min(n.count)::int as count,
        count(*) < ${first} or min(n.count) < ${fewest} or exists (select from stale) as missing
      from (
        select sum(l.count) as count
        from (${countBlocks(scope, part, 1, Prisma.sql`select b.key from block_leaders b`)}) l
        group by l.key
        order by count desc
        limit ${first}
      ) n
    ),
    candidates as materialized (
      select m.key
      from (
        select distinct r.key
        from least l
        cross join ${current}
        cross join lateral (
          select r.customer_key as key
          from busy_customers r
          where ${isOfBlock} and r.conversations >= (l.count - 1) / (select count(*)::int from ${current}) + 1
          offset 0
        ) r
        where not l.missing
      ) m
      cross join lateral (
        select sum(r.conversations) as conversations
        from (${blocksOfCustomer(scope, part, Prisma.sql`m.key`)}) r
        where r.block in (select block from blocks where current)
      ) n
      where n.conversations >= (select l.count from least l)
    )`;
}

/** Selects the conversations of some customers on the whole days of a period, from their blocks. */
function countBlocks(scope: Scope, part: Prisma.Sql, place: number, customers: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
      select d.key, count(*)::int as count
      from (
        select k.key, s.first, s.until, unnest(r.days) as day, unnest(r.previous_days) as previous
        from (${customers}) k
        join spans s on s.period = ${place}
        cross join lateral (${blocksOfCustomer(scope, part, Prisma.sql`k.key`)}) r
        where r.block between s.first / ${daysInBlock}::int and s.until / ${daysInBlock}::int
      ) d
      where d.day >= d.first and d.day < d.until and d.previous < d.first
      group by 1`;
}

/** Selects the blocks of a customer in a part of the account. */
function blocksOfCustomer({ account }: Scope, part: Prisma.Sql, key: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
        select r.* from busy_customers r where r.account_key = ${account.key} and ${part} and r.customer_key = ${key} offset 0
      `;
}

/** The condition under which a row `r` of `busy_customers` is of a part of the account and of the block `b`; at last that of their index. */
function ofBlock({ account }: Scope, part: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`r.account_key = ${account.key} and ${part} and r.block = b.block and r.conversations > 0`;
}

function isMeant(customers: Prisma.Sql | undefined): Prisma.Sql {
  return customers ? isOneOf(customers) : Prisma.sql`true`;
}

function countRows(conversations: Prisma.Sql, condition = Prisma.sql`true`): Prisma.Sql {
  return Prisma.sql`
      select c.customer_key as key, count(*)::int as count
      from (${conversations}) c
      where c.customer_key is not null and ${condition}
      group by 1`;
}
