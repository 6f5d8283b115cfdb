import { Prisma } from '../database/generated/client.ts';
import { codesOf, partOfType, partOfTypeInMailbox, wholeAccount } from '../rollups/parts.ts';
import type { Scope } from './slice.ts';
import { inMailboxes } from './where.ts';

/**
 * The condition under which rollups `r` count the conversations of a scope, each once; null where no parts of the account
 * are just these.
 */
export function partsOf(scope: Scope): Prisma.Sql | null {
  const { account, filter } = scope;
  if (filter.tags || filter.folders) return null;
  const inParts = inMailboxes(scope, Prisma.sql`r.part`);
  if (!filter.types) {
    return inParts.length > 0 ? Prisma.join(inParts, ' and ') : Prisma.sql`r.part = ${wholeAccount}`;
  }
  const types = codesOf(filter.types);
  const code = Prisma.sql`t.code`;
  if (inParts.length === 0) return Prisma.sql`r.part = any(array(select ${partOfType(code)} from ${types}))`;
  const mailboxes = [Prisma.sql`m.account_key = ${account.key}`, ...inMailboxes(scope, Prisma.sql`m.key`)];
  return Prisma.sql`r.part = any(array(
      select ${partOfTypeInMailbox(Prisma.sql`m.key`, code)} from mailboxes m cross join ${types} where ${Prisma.join(mailboxes, ' and ')}
    ))`;
}

/** The same, but null as well where there are several parts: a customer counts once in each of them. */
export function onlyPartOf(scope: Scope): Prisma.Sql | null {
  const { visibleMailboxes, filter } = scope;
  const several = [filter.mailboxes ?? visibleMailboxes, filter.types].some(
    (list) => list !== null && list.length > 1,
  );
  return several ? null : partsOf(scope);
}

/** Whether a scope is all conversations of its account. */
export function isWholeAccount({ visibleMailboxes, filter }: Scope): boolean {
  return visibleMailboxes === null && Object.values(filter).every((list) => list === null);
}
