import { z } from 'zod';
import { count } from '../../counting/count.ts';
import { untaggedId } from '../../counting/rows/where.ts';
import type { Database } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import { idOrder } from '../../question/order.ts';
import type { Scope } from '../../question/slice.ts';

const topKind = z.enum(['tag', 'savedReply', 'workflow']);

/** What a top list is of, besides customers. */
export type TopKind = z.infer<typeof topKind>;

const topRow = z.object({
  kind: topKind,
  id: z.string(),
  name: z.string().nullable(),
  mailboxId: z.string().nullable(),
  count: z.int(),
  previousCount: z.int(),
  total: z.int(),
});

/** An entry of a top list; `total` is the sum of `count` over all entries, also those beyond the list. */
export type TopRow = z.infer<typeof topRow>;

/** The first entries of each list asked for, in order, by their counts in the first period; the second is compared with. */
export function readTop(
  database: Database,
  scope: Scope,
  periods: readonly Period[],
  firstOf: ReadonlyMap<TopKind, number>,
): Promise<TopRow[]> {
  const lists = [...firstOf].map(([kind, first]) => Prisma.sql`(${topOf(kind, scope, periods, first)})`);
  const statement = Prisma.sql`
    select lists.*
    from (${Prisma.join(lists, ' union all ')}) lists
    order by lists.kind, lists.place`;
  return readRows(database, statement, topRow);
}

// Names are looked up for the entries that can be on the list alone: its first ones and those that tie with its last.
function topOf(kind: TopKind, scope: Scope, periods: readonly Period[], first: number): Prisma.Sql {
  const { directory, placed, uses } = sourceOf[kind];
  const id = Prisma.sql`coalesce(d.id, ${untaggedId})`;
  return Prisma.sql`
    select ${kind}::text as kind, row_number() over (order by u.count desc, ${idOrder(id)}) as place,
      ${id} as id, d.name, ${placed ? mailboxId(scope) : Prisma.sql`null`} as "mailboxId",
      u.count, u."previousCount", u.total
    from (
      select u.key, sum(u.count) filter (where u.period = 1)::int as count,
        coalesce(sum(u.count) filter (where u.period = 2), 0)::int as "previousCount",
        (sum(sum(u.count) filter (where u.period = 1)) over ())::int as total
      from (${uses(scope, periods)}) u
      group by u.key
      having bool_or(u.period = 1)
      order by count desc
      fetch first ${first} rows with ties
    ) u
    left join ${directory} d on d.account_key = ${scope.account.key} and d.key = u.key
    order by place
    limit ${first}`;
}

interface Source {
  /** The table of what is counted, with its ids and names. */
  readonly directory: Prisma.Sql;
  /** Whether what is counted may belong to a mailbox. */
  readonly placed: boolean;
  /** Selects `period, key, count` of the uses of each key; 0 is the lack of any. */
  readonly uses: (scope: Scope, periods: readonly Period[]) => Prisma.Sql;
}

const sourceOf: Record<TopKind, Source> = {
  tag: {
    directory: Prisma.sql`tags`,
    placed: false,
    uses: (scope, periods) => count(scope, periods, 'touched', 'tag'),
  },
  savedReply: {
    directory: Prisma.sql`saved_replies`,
    placed: true,
    uses: (scope, periods) => count(scope, periods, 'savedReplyUses', 'savedReply'),
  },
  workflow: {
    directory: Prisma.sql`workflows`,
    placed: true,
    uses: (scope, periods) => count(scope, periods, 'workflowRuns', 'workflow'),
  },
};

/** The id of a row's mailbox, if it has one that the caller may see. */
function mailboxId({ account, visibleMailboxes }: Scope): Prisma.Sql {
  const visible = visibleMailboxes ? Prisma.sql`and m.key = any(${visibleMailboxes}::int[])` : Prisma.empty;
  return Prisma.sql`(
        select m.id from mailboxes m where m.account_key = ${account.key} and m.key = d.mailbox_key ${visible}
      )`;
}
