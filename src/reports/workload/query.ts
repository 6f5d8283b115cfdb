import { z } from 'zod';
import { countsOfAllTime } from '../../counting/counts.ts';
import {
  type Dimension,
  dimensionJoins,
  dimensionKey,
  dimensionNames,
  dimensionRow,
} from '../../counting/dimension.ts';
import { createdByStatus, createdWaiting } from '../../counting/measures/measures.ts';
import { matches } from '../../counting/rows/where.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { microsOf, readRows } from '../../database/read.ts';
import { toInstant } from '../../period/instant.ts';
import type { Scope } from '../../question/slice.ts';

const workload = z.object({
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

const workloadRow = workload.extend(dimensionRow);

/** The same of those with one key of a dimension, with its name. */
export type WorkloadRow = z.infer<typeof workloadRow>;

const figures = Prisma.sql`
      count(*) filter (where c.status = 'open')::int as open,
      count(*) filter (where c.status = 'open' and c.assignee_key is null)::int as unassigned,
      count(*) filter (where c.status = 'pending')::int as pending,
      count(*) filter (where c.status = 'snoozed')::int as snoozed,
      count(*) filter (where c.status = 'on_hold')::int as "onHold",
      count(c.waiting_since)::int as waiting,
      ${microsOf(Prisma.sql`min(c.waiting_since)`)} as "oldestWaitingSince"`;

/** The condition under which a conversation `c` of a scope is not closed. */
function isLeft(scope: Scope): Prisma.Sql {
  return Prisma.sql`${matches(scope)} and c.status <> 'closed'`;
}

/**
 * How the conversations of a scope stand now. They are counted by the day of their creation and how they stand, so that those of
 * all days are added up; where the filter cuts through what is counted, they are looked at.
 */
export async function readWorkload(database: Database, scope: Scope): Promise<Workload> {
  const [byStatus, waiting] = [createdByStatus, createdWaiting].map((measure) =>
    countsOfAllTime(scope, measure),
  );
  const statement =
    byStatus && waiting
      ? addUp(scope, byStatus, waiting)
      : Prisma.sql`select ${figures} from conversations c where ${isLeft(scope)}`;
  const [row] = await readRows(database, statement, workload);
  if (!row) throw new Error('an aggregate without groups has one row');
  return row;
}

/** The key is 1 where somebody is assigned, else 0, and the label the status. Who waits longest is the first in an index. */
function addUp(scope: Scope, byStatus: Prisma.Sql, waiting: Prisma.Sql): Prisma.Sql {
  const having = (condition: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`coalesce(sum(s.count) filter (where ${condition}), 0)::int`;
  return Prisma.sql`
    select ${having(Prisma.sql`s.label = 'open'`)} as open,
      ${having(Prisma.sql`s.label = 'open' and s.key = 0`)} as unassigned,
      ${having(Prisma.sql`s.label = 'pending'`)} as pending,
      ${having(Prisma.sql`s.label = 'snoozed'`)} as snoozed,
      ${having(Prisma.sql`s.label = 'on_hold'`)} as "onHold",
      (select coalesce(sum(w.count), 0)::int from (${waiting}) w) as waiting,
      (
        select ${microsOf(Prisma.sql`min(c.waiting_since)`)} from conversations c where ${isLeft(scope)} and c.waiting_since is not null
      ) as "oldestWaitingSince"
    from (${byStatus}) s`;
}

/** The same by a dimension: the first rows, by `open` descending, then by key. */
export function readWorkloadRows(
  database: Database,
  { by, ...scope }: Scope & { readonly by: Dimension },
  first: number,
): Promise<WorkloadRow[]> {
  const { joins, columns, order } = dimensionNames(by, scope.account.key);
  const statement = Prisma.sql`
    select ${columns}, r.open, r.unassigned, r.pending, r.snoozed, r."onHold", r.waiting, r."oldestWaitingSince"
    from (
      select ${dimensionKey(by)} as key, ${figures}
      from conversations c ${dimensionJoins(by)}
      where ${isLeft(scope)}
      group by 1
    ) r
    ${joins}
    order by r.open desc, ${order}
    limit ${first}`;
  return readRows(database, statement, workloadRow);
}
