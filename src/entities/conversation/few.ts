import { isCounted } from '../../counting/measures/measures.ts';
import { inMailboxes, keysOf } from '../../counting/rows/where.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Scope } from '../../question/slice.ts';
import { mostFew } from './most-few.ts';

/** How a part that a filter names leads to its conversations `c`. */
interface Look {
  readonly column: Prisma.Sql;
  /** An array of the keys of the parts. */
  readonly keys: Prisma.Sql;
}

/** The part that has the fewest conversations as a rule; null where a filter names none. */
function lookOf(scope: Scope): Look | null {
  const { account, filter, visibleMailboxes } = scope;
  if (filter.customers) return null;
  if (filter.assignees)
    return { column: Prisma.sql`c.assignee_key`, keys: keysOf('users', account.key, filter.assignees) };
  if (filter.teams)
    return { column: Prisma.sql`c.team_key`, keys: keysOf('teams', account.key, filter.teams) };
  if (!filter.mailboxes && !visibleMailboxes) return null;
  const isMeant = Prisma.join(inMailboxes(scope, Prisma.sql`d.key`), ' and ');
  return {
    column: Prisma.sql`c.mailbox_key`,
    keys: Prisma.sql`array(select d.key from mailboxes d where d.account_key = ${account.key} and ${isMeant})`,
  };
}

/** Ways to the conversations that a filter's part leaves, by how many they are. */
export interface Few {
  /** The table `few (key)`: all of the part, or one more than are few. */
  readonly table: Prisma.Sql;
  readonly areFew: Prisma.Sql;
  readonly areMany: Prisma.Sql;
}

const count = Prisma.sql`(select count(*) from few)`;

/**
 * A look at how many conversations an assignee, a team or a mailbox has, which ends at the first that is too many. The planner knows
 * nothing of the keys: it would read a list of a million in order to find the three of a new mailbox. Comparisons of rows, with their
 * order, leave it one index, and there the entries of a key alone.
 */
export function fewOf(scope: Scope): Few | null {
  const look = lookOf(scope);
  if (!look) return null;
  const { column, keys } = look;
  const table = Prisma.sql`few as materialized (
      select l.key
      from unnest(${keys}) d (key)
      cross join lateral (
        select c.key
        from conversations c
        where c.account_key = ${scope.account.key} and ${isCounted} and ${column} is not null
          and (${column}, c.key) >= (d.key, 0) and (${column}, c.key) < (d.key + 1, 0)
        order by ${column}, c.key
        limit ${mostFew + 1}
      ) l
      limit ${mostFew + 1}
    )`;
  return {
    table,
    areFew: Prisma.sql`${count} <= ${mostFew}`,
    areMany: Prisma.sql`${count} > ${mostFew}`,
  };
}
