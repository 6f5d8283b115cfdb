import { isResolution, isResolvedByClosing } from '../../counting/measures/measures.ts';
import { lateKeys, timesOf } from '../../counting/rows/activity.ts';
import { matches } from '../../counting/rows/where.ts';
import { Prisma } from '../../database/generated/client.ts';
import { fewOf } from './few.ts';
import { hasThread, isIn, isMessage, isReply, wasRated } from './in-period.ts';
import type { Rows } from './rows.ts';
import { conditionsOf } from './where.ts';

/** The ways to find conversations. */
export interface Ways {
  /** Tables that stand before them, after WITH. */
  readonly tables: readonly Prisma.Sql[];
  /** Conversations `c`, each after FROM with its conditions; none is found by two of them. */
  readonly sources: readonly Prisma.Sql[];
}

/**
 * The ways to find conversations that are asked for: what is in an index in some order, or one by one where a filter leaves few. What
 * a period touches was nearly all created in it: the few others are looked up one by one.
 */
export function waysTo(rows: Rows): Ways {
  const { scope, period, activity } = rows;
  const accountKey = scope.account.key;
  const conditions = [matches(scope), ...conditionsOf(rows)];
  const where = (...more: Prisma.Sql[]): Prisma.Sql =>
    Prisma.sql`conversations c where ${Prisma.join([...conditions, ...more], ' and ')}`;
  const few = fewOf(scope);
  const inOrder = (...more: Prisma.Sql[]): Ways =>
    few
      ? {
          tables: [few.table],
          sources: [where(...more, few.areMany), lookedUp(Prisma.sql`few where ${few.areFew}`, where, more)],
        }
      : { tables: [], sources: [where(...more)] };
  if (!period) return inOrder();
  const touched = (...more: Prisma.Sql[]): Ways => {
    const late = Prisma.sql`${timesOf([period]).table} cross join lateral ${lateKeys(accountKey, Prisma.sql`true`)} late`;
    const { tables, sources } = inOrder(isIn(Prisma.sql`c.created_at`, period), ...more);
    return { tables, sources: [...sources, lookedUp(late, where, more)] };
  };
  const withThread = (condition: Prisma.Sql): Ways => touched(hasThread(accountKey, period, condition));
  const isClosedIn = isIn(Prisma.sql`c.closed_at`, period);
  return {
    TOUCHED: () => touched(),
    CREATED: () => inOrder(isIn(Prisma.sql`c.created_at`, period)),
    RECEIVED: () => withThread(isMessage),
    REPLIED: () => withThread(isReply),
    FIRST_REPLIED: () => touched(isIn(Prisma.sql`c.first_response_at`, period)),
    RESOLVED: () => inOrder(Prisma.sql`c.resolve_seconds is not null`, isClosedIn),
    CLOSED: () => both(withThread(isResolution), inOrder(isResolvedByClosing, isClosedIn)),
    // A rating touches nothing.
    RATED: () => inOrder(wasRated(accountKey, period, {})),
  }[activity]();
}

/** Two ways that need the same tables. */
function both({ tables, sources }: Ways, other: Ways): Ways {
  return { tables, sources: [...sources, ...other.sources] };
}

/** The conversations of a table of keys, looked up one by one. */
function lookedUp(
  keys: Prisma.Sql,
  where: (...more: Prisma.Sql[]) => Prisma.Sql,
  more: readonly Prisma.Sql[],
): Prisma.Sql {
  return Prisma.sql`(select key from ${keys}) k
      cross join lateral (
        select c.* from ${where(Prisma.sql`c.key = k.key`, ...more)} offset 0
      ) c
      where true`;
}
