import { Prisma } from '../../database/generated/client.ts';
import type { Filter, Scope } from '../../question/slice.ts';
import { isCounted } from '../measures/measures.ts';

/** The id that stands for conversations without any tag, in filters and in lists. */
export const untaggedId = '1';

/**
 * The condition under which a conversation `c` belongs to a question: of the account, counted in reports at all, visible to
 * the caller and matched by the filter.
 */
export function matches(scope: Scope): Prisma.Sql {
  const { account, filter } = scope;
  const conditions = [
    Prisma.sql`c.account_key = ${account.key}`,
    isCounted,
    ...inMailboxes(scope, Prisma.sql`c.mailbox_key`),
  ];
  if (filter.folders) {
    conditions.push(Prisma.sql`c.folder_key = any(${keysOf('folders', account.key, filter.folders)})`);
  }
  if (filter.types) conditions.push(Prisma.sql`c.type = any(${filter.types}::conversation_type[])`);
  if (filter.tags) conditions.push(carriesTag(account.key, filter.tags));
  conditions.push(...isAsNow(account.key, filter));
  return Prisma.join(conditions, ' and ');
}

/** The conditions on what a conversation `c` is now: who has it, where it came in, how it stands and whose it is. */
function isAsNow(accountKey: number, filter: Filter): Prisma.Sql[] {
  const { assignees, isAssigned, teams, channels, statuses, priorities, customers } = filter;
  const conditions: Prisma.Sql[] = [];
  if (assignees) conditions.push(Prisma.sql`c.assignee_key = any(${keysOf('users', accountKey, assignees)})`);
  if (isAssigned !== null) conditions.push(Prisma.sql`(c.assignee_key is not null) = ${isAssigned}`);
  if (teams) conditions.push(Prisma.sql`c.team_key = any(${keysOf('teams', accountKey, teams)})`);
  if (channels) conditions.push(Prisma.sql`c.channel = any(${channels}::text[])`);
  if (statuses) conditions.push(Prisma.sql`c.status = any(${statuses}::conversation_status[])`);
  if (priorities) conditions.push(Prisma.sql`c.priority = any(${priorities}::priority[])`);
  if (customers)
    conditions.push(Prisma.sql`c.customer_key = any(${keysOf('customers', accountKey, customers)})`);
  return conditions;
}

/** The conditions under which a key is that of a mailbox that the caller may see and the filter asks for; none sets none. */
export function inMailboxes({ account, visibleMailboxes, filter }: Scope, key: Prisma.Sql): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (visibleMailboxes) conditions.push(Prisma.sql`${key} = any(${visibleMailboxes}::int[])`);
  if (filter.mailboxes) {
    conditions.push(Prisma.sql`${key} = any(${keysOf('mailboxes', account.key, filter.mailboxes)})`);
  }
  return conditions;
}

function carriesTag(accountKey: number, ids: readonly string[]): Prisma.Sql {
  const untagged = Prisma.sql`c.tag_keys = '{}'`;
  const tagIds = ids.filter((id) => id !== untaggedId);
  // No ids at all are left of those that cannot exist, and match nothing.
  if (tagIds.length === 0 && ids.length > 0) return untagged;
  const tagged = Prisma.sql`c.tag_keys && ${keysOf('tags', accountKey, tagIds)}`;
  return ids.includes(untaggedId) ? Prisma.sql`(${tagged} or ${untagged})` : tagged;
}

const tableOf = {
  mailboxes: Prisma.sql`mailboxes`,
  folders: Prisma.sql`folders`,
  tags: Prisma.sql`tags`,
  users: Prisma.sql`users`,
  teams: Prisma.sql`teams`,
  customers: Prisma.sql`customers`,
};

/** An array of the keys of what has one of some ids: as a subquery it is evaluated once, before the scan, and serves as an index condition. */
export function keysOf(table: keyof typeof tableOf, accountKey: number, ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`array(select d.key from ${tableOf[table]} d where d.account_key = ${accountKey} and d.id = any(${ids}::text[]))`;
}
