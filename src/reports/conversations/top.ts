import { groupLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import { count } from '../../counting/count.ts';
import { untaggedId } from '../../counting/rows/where.ts';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Period } from '../../period/period.ts';
import { idOrder } from '../../question/order.ts';
import {
  type ComparedScope,
  comparedPeriods,
  type Scope,
  type Slice,
  toComparedScope,
} from '../../question/slice.ts';
import { loadTouched } from '../counts.ts';
import { type TopEntry, type TopKind, topEntryOf, topRow } from './shape.ts';

/** A question for the first entries of a top list. */
export interface TopQuestion {
  readonly slice: Slice;
  readonly kind: TopKind;
  readonly first: number;
}

/**
 * The first entries of a top list, in order. All lists asked of one slice in a tick are one statement, and the same list
 * with different lengths is read once, at the greatest.
 */
const loadTop = groupLoader({
  sharedOf: ({ slice }: TopQuestion) => toComparedScope(slice),
  ownOf: ({ kind, first }) => ({ kind, first }),
  answer: async (database, scope, questions) => {
    const firstOf = new Map<TopKind, number>();
    for (const { kind, first } of questions) firstOf.set(kind, Math.max(first, firstOf.get(kind) ?? 0));
    const lists = [...firstOf].map(([kind, first]) => Prisma.sql`(${topOf(kind, scope, first)})`);
    const statement = Prisma.sql`
    select lists.*
    from (${Prisma.join(lists, ' union all ')}) lists
    order by lists.kind, lists.place`;
    const rows = await readRows(database, statement, topRow);
    return questions.map(({ kind, first }) => rows.filter((row) => row.kind === kind).slice(0, first));
  },
});

/** The first entries of a top list beside the touched conversations that they are parts of. */
export async function loadTopEntries(context: Context, question: TopQuestion): Promise<TopEntry[]> {
  const [rows, whole] = await Promise.all([loadTop(context, question), loadTouched(context, question.slice)]);
  return rows.map((row) => topEntryOf(row, whole));
}

/** The sum of the counts of a list's entries, also of those beyond the first ones. */
export async function loadUses(context: Context, question: TopQuestion): Promise<number> {
  const [head] = await loadTop(context, question);
  return head?.total ?? 0;
}

// Entries stand in the order of their counts in the period asked for; the other one is compared with. Names are looked up for the entries that can be on the list alone: its first ones and those that tie with its last.
function topOf(kind: TopKind, scope: ComparedScope, first: number): Prisma.Sql {
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
      from (${uses(scope, comparedPeriods(scope))}) u
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
