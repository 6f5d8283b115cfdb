import { z } from 'zod';
import { counts } from '../../counting/counts.ts';
import * as counted from '../../counting/measures/measures.ts';
import { byAssignee, byMailbox, byTag, byTeam, repliedCustomers } from '../../counting/replied-customers.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import type { Scope } from '../../question/slice.ts';
import { type StatsMeasure, statsMeasures } from '../../question/stats-measures.ts';
import type { EntityKind } from '../entity.ts';
import { ofCustomers } from './customers-query.ts';

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
    from (${countOf[kind][measure](scope, periods)}) n
    where n.key = any(${keys}::int[])`,
        );
  return readRows(database, Prisma.join(selects, ' union all '), countRow);
}

/** Selects `period, key, count` for all entities of a kind. */
type Count = (scope: Scope, periods: readonly Period[]) => Prisma.Sql;

const countOf: Record<Exclude<EntityKind, 'customer'>, Record<StatsMeasure, Count>> = {
  mailbox: {
    created: (scope, periods) => counts(scope, periods, counted.createdByMailbox),
    touched: (scope, periods) => counts(scope, periods, counted.touchedByMailbox),
    repliedCustomers: (scope, periods) => repliedCustomers(scope, periods, byMailbox),
  },
  user: {
    created: (scope, periods) => counts(scope, periods, counted.createdByAssignee),
    touched: (scope, periods) => counts(scope, periods, counted.touchedByAssignee),
    repliedCustomers: (scope, periods) => repliedCustomers(scope, periods, byAssignee),
  },
  team: {
    created: (scope, periods) => counts(scope, periods, counted.createdByTeam),
    touched: (scope, periods) => counts(scope, periods, counted.touchedByTeam),
    repliedCustomers: (scope, periods) => repliedCustomers(scope, periods, byTeam),
  },
  tag: {
    created: (scope, periods) => counts(scope, periods, counted.createdByTag),
    touched: (scope, periods) => counts(scope, periods, counted.touchedByTag),
    repliedCustomers: (scope, periods) => repliedCustomers(scope, periods, byTag),
  },
};
