import { Prisma } from '../database/generated/client.ts';
import type { Filter, Scope } from '../question/slice.ts';
import { inMailboxes } from './rows/where.ts';

/**
 * The condition under which rows `r` of parts of the account are of the conversations of a scope, each once; null where no parts are
 * just these.
 */
export function partsOf(scope: Scope, ofAny = Prisma.sql`r.mailbox_key = 0`): Prisma.Sql | null {
  if (cutsThroughParts(scope.filter)) return null;
  const asked = inMailboxes(scope, Prisma.sql`r.mailbox_key`);
  const mailboxes = asked.length > 0 ? asked : [ofAny];
  const { types } = scope.filter;
  return Prisma.join([...mailboxes, types ? isOfType(types) : Prisma.sql`r.type = ''`], ' and ');
}

/** The same, but each of the parts lies within one mailbox. */
export const mailboxPartsOf = (scope: Scope): Prisma.Sql | null =>
  partsOf(scope, Prisma.sql`r.mailbox_key > 0`);

/** The condition under which rows `r` of parts are of some types. */
export const isOfType = (types: readonly string[]): Prisma.Sql => Prisma.sql`r.type = any(${types}::text[])`;

/** The same, but null as well where there are several parts: a customer counts once in each of them. */
export function onlyPartOf(scope: Scope): Prisma.Sql | null {
  const { visibleMailboxes, filter } = scope;
  return [filter.mailboxes ?? visibleMailboxes, filter.types].some(areSeveral) ? null : partsOf(scope);
}

/** Whether a filter tells apart conversations of one type in one mailbox: then no parts of the account are what it asks for. */
export function cutsThroughParts({ mailboxes, types, ...others }: Filter): boolean {
  return Object.values(others).some((condition) => condition !== null);
}

/** Whether a condition names more than one value. */
export function areSeveral(list: readonly unknown[] | null): boolean {
  return list !== null && list.length > 1;
}

/** Whether a scope is all conversations of its account. */
export function isWholeAccount({ visibleMailboxes, filter }: Scope): boolean {
  return visibleMailboxes === null && Object.values(filter).every((condition) => condition === null);
}
