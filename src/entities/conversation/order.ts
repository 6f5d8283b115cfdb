import { Prisma } from '../../database/generated/client.ts';
import { microsOf } from '../../database/read.ts';
import { formatInstant, toNearestInstant } from '../../period/instant.ts';
import { idOrder } from '../../question/order.ts';
import type { Filter } from '../../question/slice.ts';
import type { ConversationOrder, Place, Sorting } from './rows.ts';

interface Order {
  /** The column of a conversation `c` that an index sorts by. */
  readonly column: Prisma.Sql;
  readonly isNullable: boolean;
  /** The column as the integer that a cursor holds. */
  readonly value: Prisma.Sql;
  /** The integer as the column has it. */
  readonly bound: (value: bigint) => Prisma.Sql;
}

function byInstant(column: Prisma.Sql, isNullable: boolean): Order {
  const bound = (value: bigint): Prisma.Sql =>
    Prisma.sql`${formatInstant(toNearestInstant(value))}::timestamptz`;
  return { column, isNullable, value: microsOf(column), bound };
}

function byNumber(column: Prisma.Sql, isNullable: boolean): Order {
  return {
    column,
    isNullable,
    value: Prisma.sql`${column}::bigint`,
    bound: (value) => Prisma.sql`${value}::bigint`,
  };
}

const orders: Record<ConversationOrder, Order> = {
  CREATED_AT: byInstant(Prisma.sql`c.created_at`, false),
  NUMBER: byNumber(Prisma.sql`c.number`, false),
  CLOSED_AT: byInstant(Prisma.sql`c.closed_at`, true),
  FIRST_RESPONSE_TIME: byNumber(Prisma.sql`c.first_response_seconds`, true),
  RESOLVE_TIME: byNumber(Prisma.sql`c.resolve_seconds`, true),
  WAITING_SINCE: byInstant(Prisma.sql`c.waiting_since`, true),
};

/** The value of a conversation `c` that decides its place. */
export function orderValueOf({ orderBy }: Sorting): Prisma.Sql {
  return orders[orderBy].value;
}

/** A stretch of a list that one index has in order: the conversations with a value, or those without. */
export interface Run {
  readonly condition: Prisma.Sql;
  readonly order: Prisma.Sql;
}

const byId = idOrder(Prisma.sql`c.id`);

/** The stretches that a list after a place is made of, in order: those without a value come last, sorted by id alone. */
export function runsOf({ orderBy, direction }: Sorting, after: Place | null, { statuses }: Filter): Run[] {
  const { column, isNullable, bound } = orders[orderBy];
  const isBehindId = after
    ? Prisma.sql`(${byId}) > (${idOrder(Prisma.sql`${after.id}::text`)})`
    : Prisma.sql`true`;
  const isNull = Prisma.sql`${column} is null`;
  if (after?.value === null) return [{ condition: Prisma.sql`${isNull} and ${isBehindId}`, order: byId }];
  const conditions = isNullable ? [Prisma.sql`${column} is not null`] : [];
  if (after) {
    const value = bound(after.value);
    const [reaches, passes] =
      direction === 'ASC' ? [Prisma.sql`>=`, Prisma.sql`>`] : [Prisma.sql`<=`, Prisma.sql`<`];
    // The first comparison is one that an index begins at.
    conditions.push(
      Prisma.sql`${column} ${reaches} ${value} and (${column} ${passes} ${value} or ${isBehindId})`,
    );
  }
  const valued: Run = {
    condition: conditions.length > 0 ? Prisma.join(conditions, ' and ') : Prisma.sql`true`,
    order: Prisma.sql`${column} ${direction === 'ASC' ? Prisma.sql`asc` : Prisma.sql`desc`}, ${byId}`,
  };
  if (!isNullable) return [valued];
  const others: Run = { condition: isNull, order: byId };
  // Only closed conversations have a resolve time: a list of others would look for it among all of them.
  const hasNone = orderBy === 'RESOLVE_TIME' && statuses && !statuses.includes('closed');
  return hasNone ? [others] : [valued, others];
}
