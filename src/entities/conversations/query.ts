import { z } from 'zod';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import { created, type Times, threadsIn, timesOf, touched } from '../../reporting/activity.ts';
import { type Measure, measures } from '../../reporting/conversation-stats.ts';
import type { Scope } from '../../reporting/slice.ts';
import type { EntityKind } from '../entity.ts';

const countRow = z.object({
  measure: z.enum(measures),
  period: z.int(),
  key: z.int(),
  count: z.int(),
});

export type CountRow = z.infer<typeof countRow>;

/** Entities of one kind, by their keys. */
export interface EntityKeys {
  readonly kind: EntityKind;
  readonly keys: readonly number[];
}

/** Counts each measure for each entity in each period, numbered from 1; a count of 0 has no row. */
export function readEntityCounts(
  database: Database,
  scope: Scope,
  entities: EntityKeys,
  periodsOf: ReadonlyMap<Measure, readonly Period[]>,
): Promise<CountRow[]> {
  const selects = [...periodsOf].map(
    ([measure, periods]) => Prisma.sql`
    select ${measure} as measure, a.period, e.key, ${countOf[measure]}::int as count
    from (${activityOf[measure](scope, timesOf(periods))}) a
    cross join lateral (select ${keyOf[entities.kind]} as key) e
    where e.key = any(${entities.keys}::int[])
    group by a.period, e.key`,
  );
  return readRows(database, Prisma.join(selects, ' union all '), countRow);
}

const replies = Prisma.sql`t.kind = 'reply'`;

const activityOf: Record<Measure, (scope: Scope, times: Times) => Prisma.Sql> = {
  created,
  touched,
  repliedCustomers: (scope, times) => threadsIn(scope, times, replies),
};

const countOf: Record<Measure, Prisma.Sql> = {
  created: Prisma.sql`count(*)`,
  touched: Prisma.sql`count(*)`,
  repliedCustomers: Prisma.sql`count(distinct a.customer_key)`,
};

// Tag 0 is the lack of any.
const keyOf: Record<EntityKind, Prisma.Sql> = {
  mailbox: Prisma.sql`a.mailbox_key`,
  user: Prisma.sql`a.assignee_key`,
  tag: Prisma.sql`unnest(case when a.tag_keys = '{}' then '{0}' else a.tag_keys end)`,
  customer: Prisma.sql`a.customer_key`,
};
