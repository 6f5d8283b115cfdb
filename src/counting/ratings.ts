import { Prisma } from '../database/generated/client.ts';
import type { Scope } from '../question/slice.ts';
import { cutsThroughParts } from './parts.ts';
import { inMailboxes, matches } from './rows/where.ts';

/** The condition under which a rating `r` is of a conversation of a scope. Where it does not tell itself, its conversation is looked at. */
export function isRatingOf(scope: Scope): Prisma.Sql {
  const { account, filter } = scope;
  const conditions = [
    Prisma.sql`r.account_key = ${account.key} and r.is_counted`,
    ...inMailboxes(scope, Prisma.sql`r.mailbox_key`),
  ];
  if (filter.types)
    conditions.push(Prisma.sql`r.conversation_type = any(${filter.types}::conversation_type[])`);
  if (cutsThroughParts(filter)) {
    conditions.push(Prisma.sql`exists (
        select from conversations c where c.account_key = ${account.key} and c.key = r.conversation_key and ${matches(scope)}
      )`);
  }
  return Prisma.join(conditions, ' and ');
}
