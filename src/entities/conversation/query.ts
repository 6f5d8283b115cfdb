import { z } from 'zod';
import { matches } from '../../counting/rows/where.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { plannedAnew } from '../../database/statement-names.ts';
import type { Scope } from '../../question/slice.ts';
import { type ConversationRow, conversationRow, entitiesOf, readColumns } from './columns.ts';
import { orderValueOf, type Run, runsOf } from './order.ts';
import type { Rows, RowsPage } from './rows.ts';
import { waysTo } from './select.ts';

const placedRow = conversationRow.extend({ orderValue: z.bigint().nullable() });

/** A conversation of a page, with the value that decides its place. */
export type PlacedRow = z.infer<typeof placedRow>;

/**
 * Reads a page: the conversations after a place, at most `limit`, in order. Each index has its part of the list in order, so that a
 * page takes the same wherever it lies; the statement is planned for its values, since what a filter leaves decides which index.
 */
export function readPage(
  database: Database,
  { rows, after, limit, ...sorting }: RowsPage,
): Promise<PlacedRow[]> {
  const ways = waysTo(rows);
  const runs = runsOf(sorting, after, rows.scope.filter);
  const tables = runs.map((run, index) => {
    const before = Prisma.sql`(select count(*) from run_0)`;
    const isNeeded = index > 0 ? Prisma.sql`${before} < ${limit}` : Prisma.sql`true`;
    return Prisma.sql`${runName(index)} as materialized (${selectRun(ways.sources, run, isNeeded, limit)})`;
  });
  const selects = runs.map(
    (_, index) => Prisma.sql`select ${index}::int as run, r.* from ${runName(index)} r`,
  );
  const statement = Prisma.sql`${plannedAnew}
    with ${Prisma.join([...ways.tables, ...tables], ', ')}
    select ${readColumns}, ${orderValueOf(sorting)} as "orderValue"
    from (${Prisma.join(selects, ' union all ')}) c
    ${entitiesOf(rows.scope.account.key)}
    order by c.run, c.place
    limit ${limit}`;
  return readRows(database, statement, placedRow);
}

const runNames = [Prisma.sql`run_0`, Prisma.sql`run_1`] as const;

function runName(index: number): Prisma.Sql {
  return index === 0 ? runNames[0] : runNames[1];
}

function selectRun(
  sources: readonly Prisma.Sql[],
  { condition, order }: Run,
  isNeeded: Prisma.Sql,
  limit: number,
): Prisma.Sql {
  const firsts = sources.map(
    (source) => Prisma.sql`(
        select c.* from ${source} and ${condition} and ${isNeeded} order by ${order} limit ${limit}
      )`,
  );
  return Prisma.sql`
      select c.*, row_number() over (order by ${order}) as place
      from (${Prisma.join(firsts, ' union all ')}) c
      order by place
      limit ${limit}`;
}

/** How many conversations are asked for. */
export async function readTotal(database: Database, rows: Rows): Promise<number> {
  const { tables, sources } = waysTo(rows);
  const before = tables.length > 0 ? Prisma.sql`with ${Prisma.join(tables, ', ')}` : Prisma.empty;
  const counts = sources.map((source) => Prisma.sql`(select count(*) from ${source})`);
  const statement = Prisma.sql`${plannedAnew} ${before} select (${Prisma.join(counts, ' + ')})::int as total`;
  const [row] = await readRows(database, statement, z.object({ total: z.int() }));
  return row?.total ?? 0;
}

/** The counted conversations of a scope with one of the source's ids, in no particular order. */
export function readConversations(
  database: Database,
  scope: Scope,
  ids: readonly string[],
): Promise<ConversationRow[]> {
  const statement = Prisma.sql`
    select ${readColumns}
    from (select c.* from conversations c where ${matches(scope)} and c.id = any(${ids}::text[])) c
    ${entitiesOf(scope.account.key)}`;
  return readRows(database, statement, conversationRow);
}
