import { Prisma } from '../database/generated/client.ts';
import { typeParts, wholeAccount } from '../rollups/measures.ts';
import type { Scope } from './slice.ts';
import { inMailboxes } from './where.ts';

/**
 * The condition under which rollups `r` count the conversations of a scope, each once; null where no parts of the account
 * are just these.
 */
export function partsOf(scope: Scope): Prisma.Sql | null {
  const { visibleMailboxes, filter } = scope;
  const byMailbox = visibleMailboxes !== null || filter.mailboxes !== null;
  if (filter.tags || filter.folders || (byMailbox && filter.types)) return null;
  if (byMailbox) return Prisma.join(inMailboxes(scope, Prisma.sql`r.part`), ' and ');
  if (filter.types) return Prisma.sql`r.part = any(${filter.types.map((type) => typeParts[type])}::int[])`;
  return Prisma.sql`r.part = ${wholeAccount}`;
}

/** The same, but null as well where there are several parts: a customer counts once in each of them. */
export function onlyPartOf(scope: Scope): Prisma.Sql | null {
  const { visibleMailboxes, filter } = scope;
  const several = [visibleMailboxes, filter.mailboxes, filter.types].some(
    (list) => list !== null && list.length > 1,
  );
  return several ? null : partsOf(scope);
}
