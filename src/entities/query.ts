import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { readRows } from '../database/read.ts';
import { foldCase } from '../fold-case.ts';
import { idOrder } from '../question/order.ts';
import type { Entities, EntityKind } from './entity.ts';

const named = z.object({ key: z.int(), id: z.string(), name: z.string() });
const perhapsNamed = named.extend({ name: z.string().nullable() });

const rowOf: { [Kind in EntityKind]: z.ZodType<Entities[Kind]> } = {
  mailbox: named,
  user: named,
  team: named,
  tag: named,
  customer: perhapsNamed,
};

const tableOf: Record<EntityKind, Prisma.Sql> = {
  mailbox: Prisma.sql`mailboxes`,
  user: Prisma.sql`users`,
  team: Prisma.sql`teams`,
  tag: Prisma.sql`tags`,
  customer: Prisma.sql`customers`,
};

/** The entities with one of the source's ids that the caller may see, in no particular order. */
export function readEntitiesById<Kind extends EntityKind>(
  database: Database,
  kind: Kind,
  caller: Caller,
  ids: readonly string[],
): Promise<Entities[Kind][]> {
  const statement = Prisma.sql`
    select e.key, e.id, e.name
    from ${tableOf[kind]} e
    where ${isVisible(kind, caller)} and e.id = any(${ids}::text[])`;
  return readRows(database, statement, rowOf[kind]);
}

/** All entities of a kind that the caller may see, sorted by name, then id. */
export function readEntities<Kind extends EntityKind>(
  database: Database,
  kind: Kind,
  caller: Caller,
): Promise<Entities[Kind][]> {
  const statement = Prisma.sql`
    select e.key, e.id, e.name
    from ${tableOf[kind]} e
    where ${isVisible(kind, caller)}
    order by e.name collate "C", ${idOrder(Prisma.sql`e.id`)}`;
  return readRows(database, statement, rowOf[kind]);
}

/** Where a page of customers begins, which customers it holds, and how many at most. */
export interface CustomerPage {
  readonly after: Pick<Entities['customer'], 'id' | 'name'> | null;
  readonly search: string | null;
  readonly limit: number;
}

/** Customers that the caller may see, sorted by name (a missing one counts as empty), then id. */
export function readCustomers(
  database: Database,
  caller: Caller,
  { after, search, limit }: CustomerPage,
): Promise<Entities['customer'][]> {
  const place = placeOf(Prisma.sql`e.name`, Prisma.sql`e.id`);
  const conditions = [isVisible('customer', caller)];
  if (after) {
    const last = placeOf(Prisma.sql`${after.name}::text`, Prisma.sql`${after.id}::text`);
    conditions.push(Prisma.sql`(${place}) > (${last})`);
  }
  if (search !== null) {
    conditions.push(Prisma.sql`(strpos(e.folded_name, ${foldCase(search)}) > 0 or e.id = ${search}::text)`);
  }
  const statement = Prisma.sql`
    select e.key, e.id, e.name
    from customers e
    where ${Prisma.join(conditions, ' and ')}
    order by ${place}
    limit ${limit}`;
  return readRows(database, statement, rowOf.customer);
}

// The expressions of the index customers_name_idx, whose entries cannot be long: a name counts with 500 characters.
function placeOf(name: Prisma.Sql, id: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`left(coalesce(${name}, ''), 500) collate "C", ${idOrder(id)}`;
}

function isVisible(kind: EntityKind, { account, mailboxKeys }: Caller): Prisma.Sql {
  const ofAccount = Prisma.sql`e.account_key = ${account.key}`;
  if (mailboxKeys === null || kind === 'user' || kind === 'team' || kind === 'tag') return ofAccount;
  if (kind === 'mailbox') return Prisma.sql`${ofAccount} and e.key = any(${mailboxKeys}::int[])`;
  return Prisma.sql`${ofAccount} and exists (
      select from conversations c
      where c.account_key = ${account.key} and c.customer_key = e.key and c.mailbox_key = any(${mailboxKeys}::int[])
    )`;
}
