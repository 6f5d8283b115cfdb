import { Prisma } from '../database/generated/client.ts';
import type { Filter, Scope } from '../question/slice.ts';
import { codesOf, partOfType, partOfTypeInMailbox, wholeAccount } from './measures/parts.ts';
import { inMailboxes } from './rows/where.ts';

/**
 * The condition under which rollups `r` count the conversations of a scope, each once; null where no parts of the account
 * are just these.
 */
export function partsOf(scope: Scope): Prisma.Sql | null {
  const { visibleMailboxes, filter } = scope;
  if (visibleMailboxes || filter.mailboxes) return mailboxPartsOf(scope);
  if (cutsThroughParts(filter)) return null;
  if (!filter.types) return Prisma.sql`r.part = ${wholeAccount}`;
  return Prisma.sql`r.part = any(array(select ${partOfType(Prisma.sql`t.code`)} from ${codesOf(filter.types)}))`;
}

/** The same, but each of the parts lies within one mailbox. */
export function mailboxPartsOf(scope: Scope): Prisma.Sql | null {
  const { account, filter } = scope;
  if (cutsThroughParts(filter)) return null;
  const inParts = inMailboxes(scope, Prisma.sql`r.part`);
  if (!filter.types && inParts.length > 0) return Prisma.join(inParts, ' and ');
  const key = Prisma.sql`m.key`;
  const parts = filter.types
    ? Prisma.sql`${partOfTypeInMailbox(key, Prisma.sql`t.code`)} from mailboxes m cross join ${codesOf(filter.types)}`
    : Prisma.sql`${key} from mailboxes m`;
  const mailboxes = [Prisma.sql`m.account_key = ${account.key}`, ...inMailboxes(scope, key)];
  return Prisma.sql`r.part = any(array(
      select ${parts} where ${Prisma.join(mailboxes, ' and ')}
    ))`;
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
