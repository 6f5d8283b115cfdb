import { z } from 'zod';
import { tagsOfConversation } from '../counting/measures/conversation.ts';
import { untaggedId } from '../counting/rows/where.ts';
import { Prisma } from '../database/generated/client.ts';
import { idOrder } from '../question/order.ts';

export const dimensions = [
  'MAILBOX',
  'FOLDER',
  'USER',
  'TEAM',
  'TAG',
  'CUSTOMER',
  'CHANNEL',
  'TYPE',
  'STATUS',
  'PRIORITY',
] as const;

/** By what the conversations of a report are told apart. */
export type Dimension = (typeof dimensions)[number];

interface DimensionKeys {
  /** The key of a conversation `c`, or of its tag; null where it has none. */
  readonly key: Prisma.Sql;
  /** What has to be joined for the key. */
  readonly joins?: Prisma.Sql;
  /** The type of a list of keys. */
  readonly list: Prisma.Sql;
  /** The table in which the key has an id and a name; none where the key itself is both. */
  readonly table?: Prisma.Sql;
}

const ints = Prisma.sql`int[]`;
const texts = Prisma.sql`text[]`;

const keysOf: Record<Dimension, DimensionKeys> = {
  MAILBOX: { key: Prisma.sql`c.mailbox_key`, list: ints, table: Prisma.sql`mailboxes` },
  FOLDER: { key: Prisma.sql`c.folder_key`, list: ints, table: Prisma.sql`folders` },
  USER: { key: Prisma.sql`c.assignee_key`, list: ints, table: Prisma.sql`users` },
  TEAM: { key: Prisma.sql`c.team_key`, list: ints, table: Prisma.sql`teams` },
  TAG: {
    key: Prisma.sql`tag.key`,
    joins: Prisma.sql`cross join lateral ${tagsOfConversation}`,
    list: ints,
    table: Prisma.sql`tags`,
  },
  CUSTOMER: { key: Prisma.sql`c.customer_key`, list: ints, table: Prisma.sql`customers` },
  CHANNEL: { key: Prisma.sql`c.channel`, list: texts },
  TYPE: { key: Prisma.sql`upper(c.type::text)`, list: texts },
  STATUS: { key: Prisma.sql`upper(c.status::text)`, list: texts },
  PRIORITY: { key: Prisma.sql`upper(c.priority::text)`, list: texts },
};

/** The key of a conversation `c` in a dimension, null where it has none; a conversation with three tags has three. */
export function dimensionKey(by: Dimension): Prisma.Sql {
  return keysOf[by].key;
}

/** What has to be joined to conversations `c` for that key. */
export function dimensionJoins(by: Dimension): Prisma.Sql {
  return keysOf[by].joins ?? Prisma.empty;
}

/** The key of a row as it is stored; null of the row without one. */
export type DimensionKey = number | string | null;

/** The condition that a key of a dimension is one of some. */
export function isKeyIn(by: Dimension, key: Prisma.Sql, keys: readonly DimensionKey[]): Prisma.Sql {
  const isOneOf = Prisma.sql`${key} = any(${keys.filter((each) => each !== null)}::${keysOf[by].list})`;
  return keys.includes(null) ? Prisma.sql`(${isOneOf} or ${key} is null)` : isOneOf;
}

/** Selects some keys of a dimension as a table `r (key)`. */
export function tableOfKeys(by: Dimension, keys: readonly DimensionKey[]): Prisma.Sql {
  return Prisma.sql`unnest(${keys}::${keysOf[by].list}) as r (key)`;
}

/** Parses what `dimensionNames` selects. */
export const dimensionRow = { key: z.string().nullable(), name: z.string().nullable() };

/**
 * How the rows `r (key)` of a dimension are named: `joins` finds their ids, `columns` selects these as `key` beside `name`, and `order`
 * sorts them as in a top list, the row without a key last.
 */
export function dimensionNames(
  by: Dimension,
  accountKey: number,
): Record<'joins' | 'columns' | 'order', Prisma.Sql> {
  const { table } = keysOf[by];
  const id =
    by === 'TAG'
      ? Prisma.sql`case when r.key = 0 then ${untaggedId} else d.id end`
      : table
        ? Prisma.sql`d.id`
        : Prisma.sql`r.key`;
  return {
    joins: table
      ? Prisma.sql`left join ${table} d on d.account_key = ${accountKey} and d.key = r.key`
      : Prisma.empty,
    columns: Prisma.sql`${id} as key, ${table ? Prisma.sql`d.name` : Prisma.sql`r.key`} as name`,
    order: Prisma.sql`r.key is null, ${idOrder(id)}`,
  };
}
