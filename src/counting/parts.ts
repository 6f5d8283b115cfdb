import { ConversationType, Prisma } from '../database/generated/client.ts';
import type { Filter, Scope } from '../question/slice.ts';
import { inMailboxes } from './rows/where.ts';

/**
 * Selects `mailbox_key, type` of the parts that together are the conversations of a scope, each once; null where no parts are just these.
 * 0 stands for all mailboxes and no text for all types.
 */
export const partsOf = (scope: Scope): Prisma.Sql | null => partsIn(scope, Prisma.sql`select 0`, ['']);

/** The same, but each of the parts lies within one mailbox. */
export const mailboxPartsOf = (scope: Scope): Prisma.Sql | null =>
  partsIn(scope, mailboxesWith(scope, []), ['']);

/** The same, but each of the parts is one type in one mailbox, unless it is the whole account. */
export const smallestPartsOf = (scope: Scope): Prisma.Sql | null =>
  isWholeAccount(scope)
    ? partsOf(scope)
    : partsIn(scope, mailboxesWith(scope, []), Object.values(ConversationType));

/** The same where the scope is the whole account, else null. */
export const wholeOf = (scope: Scope): Prisma.Sql | null => (isWholeAccount(scope) ? partsOf(scope) : null);

/**
 * The parts of a scope by its mailboxes and types, or by others where it asks for any. They are looked up one by one: of lists of
 * mailboxes and of types the planner does not know how short they are, and would rather look at all parts.
 */
function partsIn(scope: Scope, anyMailbox: Prisma.Sql, anyType: readonly string[]): Prisma.Sql | null {
  if (cutsThroughParts(scope.filter)) return null;
  const asked = inMailboxes(scope, Prisma.sql`d.key`);
  const mailboxes = asked.length > 0 ? mailboxesWith(scope, asked) : anyMailbox;
  return Prisma.sql`select m.key as mailbox_key, t.type
      from (${mailboxes}) m (key)
      cross join unnest(${scope.filter.types ?? anyType}::text[]) t (type)`;
}

function mailboxesWith({ account }: Scope, conditions: readonly Prisma.Sql[]): Prisma.Sql {
  const all = [Prisma.sql`d.account_key = ${account.key}`, ...conditions];
  return Prisma.sql`select d.key from mailboxes d where ${Prisma.join(all, ' and ')}`;
}

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
