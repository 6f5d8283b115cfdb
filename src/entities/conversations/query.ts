import { z } from 'zod';
import { count } from '../../counting/count.ts';
import { ofCustomers } from '../../counting/customer-counts.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';
import { type StatsMeasure, statsMeasures } from '../../question/stats-measures.ts';
import type { EntityKind } from '../entity.ts';

const countRow = z.object({
  measure: z.enum(statsMeasures),
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
  { kind, keys }: EntityKeys,
  periodsOf: ReadonlyMap<StatsMeasure, readonly Period[]>,
): Promise<CountRow[]> {
  const selects =
    kind === 'customer'
      ? [ofCustomers(scope, keys, periodsOf)]
      : [...periodsOf].map(
          ([measure, periods]) => Prisma.sql`
    select ${measure} as measure, n.period, n.key, n.count
    from (${count(scope, periods, measure, byOf[kind])}) n
    where n.key = any(${keys}::int[])`,
        );
  return readRows(database, Prisma.join(selects, ' union all '), countRow);
}

/** By what the conversations of each kind of entities are counted; those of customers are looked up. */
const byOf = { mailbox: 'mailbox', user: 'assignee', team: 'team', tag: 'tag' } as const;
