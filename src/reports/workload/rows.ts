import type { z } from 'zod';
import { groupLoader } from '../../answering/loader.ts';
import { countOfAllTime } from '../../counting/count.ts';
import { pairOf } from '../../counting/measures/pairs.ts';
import { Prisma } from '../../database/generated/client.ts';
import { microsOf, readRows } from '../../database/read.ts';
import { type Scope, toScope } from '../../question/slice.ts';
import { type Dimension, dimensionJoins, dimensionKey, dimensionNames, dimensionRow } from '../dimension.ts';
import { figures, isLeft, sums, workload } from './report.ts';

const workloadRow = workload.extend(dimensionRow);

/** How the conversations with one key of a dimension stand now, with its name. */
export type WorkloadRow = z.infer<typeof workloadRow>;

/** What counts the rows of a dimension ahead of time, and how the label of a count `s` is the key of a row. */
interface CountedRows {
  readonly standing: 'standingOfMailbox' | 'standingOfTeam' | 'standingOfTag' | 'standingOfType';
  readonly key: Prisma.Sql;
}

const label = Prisma.sql`s.label`;
const number = Prisma.sql`s.label::int`;
const numberOrNone = Prisma.sql`nullif(s.label::int, 0)`;

const countedRows: Readonly<Partial<Record<Dimension, CountedRows>>> = {
  MAILBOX: { standing: 'standingOfMailbox', key: number },
  TEAM: { standing: 'standingOfTeam', key: numberOrNone },
  TAG: { standing: 'standingOfTag', key: number },
  TYPE: { standing: 'standingOfType', key: label },
};

type By = Scope & { readonly by: Dimension };

interface RowsQuestion {
  readonly scope: Scope;
  readonly by: Dimension;
  readonly first: number;
}

/** The first rows of a dimension; however many are asked for, and how often, one statement reads them. */
export const loadWorkloadRows = groupLoader({
  sharedOf: ({ scope, by }: RowsQuestion) => ({ ...toScope(scope), by }),
  ownOf: ({ first }) => first,
  isOfNow: true,
  answer: async (database, shared, firsts) => {
    const rows = await readRows(database, firstRows(shared, Math.max(...firsts)), workloadRow);
    return firsts.map((first) => rows.slice(0, first));
  },
});

/** Selects how the conversations of a scope stand now by a dimension: the first rows, by `open` descending, then by key. */
function firstRows({ by, ...scope }: By, first: number): Prisma.Sql {
  const counted = countedRows[by];
  const counts = counted && countOfAllTime(scope, 'left', counted.standing);
  return counts ? addUp({ by, ...scope }, counted, counts, first) : lookAt({ by, ...scope }, first);
}

/** Looks at each conversation that is not closed. */
function lookAt({ by, ...scope }: By, first: number): Prisma.Sql {
  const { joins, columns, order } = dimensionNames(by, scope.account.key);
  return Prisma.sql`
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
}

/** Adds up what is counted of all days; since when somebody waits is looked up for the first rows alone. */
function addUp(
  { by, ...scope }: By,
  { standing, key }: CountedRows,
  counts: Prisma.Sql,
  first: number,
): Prisma.Sql {
  const { joins, columns, order } = dimensionNames(by, scope.account.key);
  return Prisma.sql`
    with leaders as materialized (
      select ${columns}, r.label, r.open, r.unassigned, r.pending, r.snoozed, r."onHold", r.waiting,
        row_number() over (order by r.open desc, ${order}) as place
      from (
        select s.label, ${key} as key, ${sums}
        from (${counts}) s
        group by s.label
      ) r
      ${joins}
      order by place
      limit ${first}
    ),
    ${waitingTables(scope, standing)}
    select l.*, ${microsOf(Prisma.sql`coalesce(e.since, x.since)`)} as "oldestWaitingSince"
    from leaders l
    left join early e on e.label = l.label
    left join rest x on x.label = l.label
    order by l.place`;
}

/** So many of those who wait longest tell of most rows. */
const longestWaiting = 500;

/**
 * The tables `early` and `rest`: since when somebody waits in the rows of `leaders`. Those who wait longest stand first in an index; all
 * who wait are looked at only where a row has somebody who waits, but none of the first.
 */
function waitingTables(scope: Scope, standing: CountedRows['standing']): Prisma.Sql {
  const { label, joins } = pairOf('left', standing);
  const isWaiting = Prisma.sql`${isLeft(scope)} and c.waiting_since is not null`;
  const joined = joins(scope.account.key);
  return Prisma.sql`
    early as materialized (
      select ${label} as label, min(c.waiting_since) as since
      from (
        select c.* from conversations c where ${isWaiting} order by c.waiting_since limit ${longestWaiting}
      ) c ${joined}
      group by 1
    ),
    late as materialized (
      select l.label from leaders l where l.waiting > 0 and l.label not in (select e.label from early e)
    ),
    rest as (
      select ${label} as label, min(c.waiting_since) as since
      from conversations c ${joined}
      where ${isWaiting} and (select exists (select from late)) and ${label} in (select l.label from late l)
      group by 1
    )`;
}
