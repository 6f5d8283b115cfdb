import { z } from 'zod';
import { groupLoader } from '../../answering/loader.ts';
import { countOfAllTime } from '../../counting/count.ts';
import { type Standing, standsAs } from '../../counting/measures/conversation.ts';
import { matches } from '../../counting/rows/where.ts';
import { Prisma } from '../../database/generated/client.ts';
import { microsOf, readRows } from '../../database/read.ts';
import { toInstant } from '../../period/instant.ts';
import { type Scope, toScope } from '../../question/slice.ts';

/** Parses how conversations stand. */
export const workload = z.object({
  open: z.int(),
  unassigned: z.int(),
  pending: z.int(),
  snoozed: z.int(),
  onHold: z.int(),
  waiting: z.int(),
  oldestWaitingSince: z.bigint().transform(toInstant).nullable(),
});

/** How the conversations that are not closed stand now. */
export type Workload = z.infer<typeof workload>;

/** The figures of conversations `c`, each of which is looked at. */
export const figures = Prisma.sql`
      count(*) filter (where c.status = 'open')::int as open,
      count(*) filter (where c.status = 'open' and c.assignee_key is null)::int as unassigned,
      count(*) filter (where c.status = 'pending')::int as pending,
      count(*) filter (where c.status = 'snoozed')::int as snoozed,
      count(*) filter (where c.status = 'on_hold')::int as "onHold",
      count(c.waiting_since)::int as waiting,
      ${microsOf(Prisma.sql`min(c.waiting_since)`)} as "oldestWaitingSince"`;

/** The condition under which a conversation `c` of a scope is not closed. */
export function isLeft(scope: Scope): Prisma.Sql {
  return Prisma.sql`${matches(scope)} and c.status <> 'closed'`;
}

/**
 * How the conversations of a scope stand now. They are counted by the day of their creation and how they stand, so that those of
 * all days are added up; where the filter cuts through what is counted, they are looked at.
 */
export const loadWorkload = groupLoader({
  sharedOf: (scope: Scope) => toScope(scope),
  ownOf: () => null,
  isOfNow: true,
  answer: (database, scope) => {
    const counts = countOfAllTime(scope, 'left', 'standing');
    const statement = counts
      ? addUp(scope, counts)
      : Prisma.sql`select ${figures} from conversations c where ${isLeft(scope)}`;
    return readRows(database, statement, workload);
  },
});

/** Who waits longest is the first in an index. */
function addUp(scope: Scope, counts: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select ${sums},
      (
        select ${microsOf(Prisma.sql`min(c.waiting_since)`)} from conversations c where ${isLeft(scope)} and c.waiting_since is not null
      ) as "oldestWaitingSince"
    from (${counts}) s`;
}

const having = (standing: Partial<Standing>): Prisma.Sql =>
  Prisma.sql`coalesce(sum(s.count) filter (where ${standsAs(Prisma.sql`s.key`, standing)}), 0)::int`;

/** The figures of counts `s` by how conversations stand, but for who waits longest. */
export const sums = Prisma.sql`
      ${having({ status: 'open' })} as open, ${having({ status: 'open', isAssigned: false })} as unassigned,
      ${having({ status: 'pending' })} as pending, ${having({ status: 'snoozed' })} as snoozed,
      ${having({ status: 'on_hold' })} as "onHold", ${having({ isWaiting: true })} as waiting`;
