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
  const days = periods[0] && daysTouchedBy(periods[0], dayCalendar(scope.account.timeZone));
  const countAll = (place: number, customers?: Prisma.Sql, condition?: Prisma.Sql): Prisma.Sql =>
    countRows(touched(scope, timesOf(periods.slice(place - 1, place)), customers), condition);
  if (!plan || !days || days.until - days.first < fewestDays)
    return { tables: Prisma.empty, countIn: countAll };
  return {
    tables: Prisma.sql`${rollupTables(scope, plan)},
    ${candidates(scope, blocksOf(days), first)},`,
    countIn: (place, customers) => {
      const ofBlocks = Prisma.sql`
        select k.key from (${customers ?? Prisma.sql`select key from candidates`}) k where not ${isMissing}`;
      return Prisma.sql`
        select u.key, sum(u.count)::int as count
        from (
          ${countBlocks(scope, place, ofBlocks)}
          union all
          ${countRows(touchedAtEdges(scope, edgesOf(place)), Prisma.sql`${isMeant(customers)} and not ${isMissing}`)}
        ) u
        group by u.key
        union all
        ${countAll(place, customers, isMissing)}`;
    },
  };
}

/** The condition under which a block `r` is of the only part that a plan has. */
const isOfPart = Prisma.sql`r.mailbox_key = (select p.mailbox_key from parts p) and r.type = (select p.type from parts p)`;

/** Whether the blocks cannot tell: then rows are counted instead. */
const isMissing = Prisma.sql`(select l.missing from least l)`;

/** The times of a period of which rows are read. */
function edgesOf(place: number): Times {
  return { ...edges, table: Prisma.sql`(select * from edges e where e.period = ${place}) p` };
}

/**
 * The table `candidates (key)` of the customers that can be among the first. In a period a customer has at most the conversations that
 * the period's blocks have. The customers that lead a block are counted in the period: nobody with less in the blocks than the last of
 * the first of them has can come before, nor can one without blocks. `least` is what that one has; `missing` where the blocks cannot
 * tell, because it is too little or some day is stale: there are no candidates then.
 *
 * Most blocks have too little to matter and are not even read: where the last of the first has 40 conversations, each of 2 blocks is taken
 * to have `ignored`, 9, and only what others have above these counts.
 */
function candidates(scope: Scope, blocks: readonly number[], first: number): Prisma.Sql {
  const isOfOneMailbox = scope.filter.mailboxes !== null || scope.visibleMailboxes !== null;
  const fewest = fewestConversations[isOfOneMailbox ? 'oneMailbox' : 'anyMailbox'];
  const isBusy = Prisma.sql`r.account_key = ${scope.account.key} and ${isOfPart} and r.conversations > 0`;
  return Prisma.sql`
    block_leaders as materialized (
      select b.block, l.key
      from unnest(${blocks}::int[]) as b (block)
      cross join lateral (
        select r.customer_key as key from busy_customers r where ${isBusy} and r.block = b.block
        order by r.conversations desc limit ${first}
      ) l
    ),
    least as materialized (
      select n.count, b.blocks, (n.count - 1) / (2 * b.blocks) as ignored,
        n.leaders < ${first} or n.count < ${fewest} or exists (select from stale) as missing
      from (
        select min(n.count)::int as count, count(*) as leaders
        from (
          ${countBlocks(scope, 1, Prisma.sql`select distinct b.key from block_leaders b`)}
          order by count desc
          limit ${first}
        ) n
      ) n
      cross join (select greatest(count(distinct b.block), 1)::int as blocks from block_leaders b) b
    ),
    candidates as materialized (
      select r.customer_key as key
      from busy_customers r
      where not ${isMissing} and ${isBusy} and r.block = any(${blocks}::int[])
        and r.conversations > (select l.ignored from least l)
      group by r.customer_key
      having sum(r.conversations - (select l.ignored from least l)) >= (select l.count - l.blocks * l.ignored from least l)
    )`;
}

/**
 * Selects the conversations of some customers on the whole days of a period, from their blocks. A conversation counts on the first of
 * its days in the period: the days of a block stand in order, so that only the days before them are gone through.
 */
function countBlocks(scope: Scope, place: number, customers: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
      select k.key, sum(n.count)::int as count
      from (${customers}) k
      join spans s on s.period = ${place}
      cross join lateral (${blocksOfCustomer(scope, Prisma.sql`k.key`)}) r
      cross join lateral (
        select count(*) as count
        from (
          select unnest(r.previous_days[width_bucket(s.first - 1, r.days) + 1 : width_bucket(s.until - 1, r.days)]) as previous
        ) d
        where d.previous < s.first
      ) n
      where r.block between s.first / ${daysInBlock}::int and s.until / ${daysInBlock}::int
      group by k.key
      having sum(n.count) > 0`;
}

/** Selects the blocks of a customer in a part of the account. */
function blocksOfCustomer({ account }: Scope, key: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
        select r.* from busy_customers r where r.account_key = ${account.key} and ${isOfPart} and r.customer_key = ${key} offset 0
      `;
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
