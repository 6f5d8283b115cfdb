import { cutsThroughParts } from '../../counting/parts.ts';
import type { Times } from '../../counting/rows/activity.ts';
import { inMailboxes, matches } from '../../counting/rows/where.ts';
import { Prisma } from '../../database/generated/client.ts';
import { plannedAnew } from '../../database/statement-names.ts';
import { type Dimension, isKeyIn } from '../dimension.ts';
import type { Selection } from './selection.ts';

/** What stands after FROM: the rows of a source in each of the periods `p`, with their conversations `c`. */
export type From = (selection: Selection, times: Times) => Prisma.Sql;

/** The condition that an instant is in a period `p`. */
export const isIn = (instant: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(${instant} >= p.starts and ${instant} < p.ends)`;

/**
 * Whether rows are some customers: of all that is in a period little is theirs, so that their conversations are looked up. Those of
 * nobody can be many.
 */
export const areCustomers = ({ by, keys }: Selection): boolean =>
  by === 'CUSTOMER' && keys !== null && !keys.includes(null);

/** The condition that a conversation `c` belongs to a selection, as far as that is known before its keys are. */
export function isMeant(selection: Selection): Prisma.Sql {
  const { scope, keys } = selection;
  if (!keys || !areCustomers(selection)) return matches(scope);
  return Prisma.sql`${matches(scope)} and ${isKeyIn('CUSTOMER', Prisma.sql`c.customer_key`, keys)}`;
}

/** A table of what belongs to conversations, and which of its rows `t` are meant. */
interface PartTable {
  readonly table: Prisma.Sql;
  readonly condition: Prisma.Sql;
  /**
   * The rows of an account with a condition whose conversations reports count, as a table `t`, where a row tells that of its conversation,
   * its mailbox, its type and its customer; else null.
   */
  readonly counted: ((accountKey: number, condition: Prisma.Sql, times: Times) => Prisma.Sql) | null;
}

/** The rows `t` of a table in each period that fulfil a condition, with their conversations. */
export const partsWith =
  (part: PartTable): From =>
  (selection, times) => {
    if (part.counted && isToldByPart(selection)) return partsAlone(part.counted, selection, times);
    const { table } = times;
    const isPart = isPartIn(part, selection);
    if (areCustomers(selection))
      return Prisma.sql`${table}
        cross join lateral (select c.* from conversations c where ${isMeant(selection)} offset 0) c
        cross join lateral (select t.* from ${part.table} t where ${isPart} and t.conversation_key = c.key offset 0) t`;
    if (times.areShort)
      return Prisma.sql`${table}
        cross join lateral (select t.* from ${part.table} t where ${isPart} offset 0) t
        cross join lateral (select c.* from conversations c where ${isMeant(selection)} and t.conversation_key = c.key offset 0) c`;
    if (cutsThroughParts(selection.scope.filter))
      return Prisma.sql`${table}
        cross join lateral (select t.* from ${part.table} t where ${isPart}) t
        join chosen c on c.key = t.conversation_key`;
    // Held to go through the conversations once: of a long period the planner expects so little that it would look up each.
    return Prisma.sql`${table}
        cross join lateral (select t.* from ${part.table} t where ${isPart}) t
        join (select c.* from conversations c where ${isMeant(selection)} offset 0) c on c.key = t.conversation_key`;
  };

/**
 * The table `chosen` of a selection, before what is made of it: the conversations that its filter tells apart, which several sources join.
 * The best way to them depends on how many there are. Of what no filter tells apart there are too many to hold.
 */
export function chosenTable({ scope }: Selection): Prisma.Sql {
  if (!cutsThroughParts(scope.filter)) return Prisma.empty;
  return Prisma.sql`${plannedAnew}
      with chosen as materialized (
        select c.key, c.mailbox_key, c.folder_key, c.type, c.channel, c.status, c.priority, c.assignee_key, c.team_key, c.customer_key, c.tag_keys
        from conversations c
        where ${matches(scope)}
      )`;
}

const isPartIn = ({ condition }: PartTable, { scope }: Selection): Prisma.Sql =>
  Prisma.sql`t.account_key = ${scope.account.key} and ${condition} and ${isIn(Prisma.sql`t.created_at`)}`;

/** Whether all that is asked of a conversation is told by what belongs to it. */
const isToldByPart = (selection: Selection): boolean => {
  const { by, scope } = selection;
  return !areCustomers(selection) && !cutsThroughParts(scope.filter) && (by === null || toldByPart.has(by));
};
const toldByPart: ReadonlySet<Dimension> = new Set(['USER', 'MAILBOX', 'TYPE'] as const);

/** The same rows, of which no conversation is looked at. */
function partsAlone(
  counted: NonNullable<PartTable['counted']>,
  selection: Selection,
  times: Times,
): Prisma.Sql {
  const { scope } = selection;
  const { types } = scope.filter;
  const conditions = [isIn(Prisma.sql`t.created_at`), ...inMailboxes(scope, Prisma.sql`t.mailbox_key`)];
  if (types) conditions.push(Prisma.sql`t.conversation_type = any(${types}::conversation_type[])`);
  return Prisma.sql`${times.table}
        cross join lateral ${counted(scope.account.key, Prisma.join(conditions, ' and '), times)}
        cross join lateral (select t.mailbox_key, t.conversation_type as type, t.conversation_customer_key as customer_key) c`;
}
