import { Prisma } from '../../database/generated/client.ts';
import { formatInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import { lateKeys, timesOf } from '../../reporting/activity.ts';
import { matches } from '../../reporting/where.ts';
import type { Rows } from './rows.ts';
import { conditionsOf, hasThread } from './where.ts';

/**
 * The ways to find conversations `c` that are asked for, each after FROM with its conditions; none is found by two of them. What a
 * period touches was nearly all created in it: the few others are looked up one by one.
 */
export function sourcesOf(rows: Rows): Prisma.Sql[] {
  const { scope, period, activity } = rows;
  const accountKey = scope.account.key;
  const conditions = [matches(scope), ...conditionsOf(rows)];
  const where = (...more: Prisma.Sql[]): Prisma.Sql =>
    Prisma.sql`conversations c where ${Prisma.join([...conditions, ...more], ' and ')}`;
  if (!period) return [where()];
  const wasCreated = isIn(Prisma.sql`c.created_at`, period);
  if (activity === 'CREATED') return [where(wasCreated)];
  if (activity === 'RESOLVED')
    return [where(Prisma.sql`c.resolve_seconds is not null`, isIn(Prisma.sql`c.closed_at`, period))];
  const isReplied =
    activity === 'REPLIED' ? [hasThread(accountKey, period, Prisma.sql`t.kind = 'reply'`)] : [];
  const late = Prisma.sql`${timesOf([period]).table} cross join lateral ${lateKeys(accountKey, Prisma.sql`true`)} late`;
  return [
    where(wasCreated, ...isReplied),
    Prisma.sql`(select late.key from ${late}) late
      cross join lateral (
        select c.* from ${where(Prisma.sql`c.key = late.key`, ...isReplied)} offset 0
      ) c
      where true`,
  ];
}

function isIn(instant: Prisma.Sql, { start, end }: Period): Prisma.Sql {
  return Prisma.sql`${instant} >= ${formatInstant(start)}::timestamptz and ${instant} < ${formatInstant(end)}::timestamptz`;
}
