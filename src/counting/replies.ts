import { Prisma } from '../database/generated/client.ts';
import { formatInstant } from '../period/instant.ts';
import type { Period } from '../period/period.ts';
import { type Scope, toScope } from '../question/slice.ts';
import { type HelpScoutStatus, statesOf } from '../question/status.ts';
import { cutsThroughParts } from './parts.ts';
import { inMailboxes, matches } from './rows/where.ts';

/** Which replies of a user a question is about, whenever they were sent, and how their times are counted. */
export interface ReplyScope extends Scope {
  readonly userKey: number;
  /** Null: conversations in any status. */
  readonly status: HelpScoutStatus | null;
  /** Whether only time inside the account's office hours counts. */
  readonly officeHours: boolean;
}

/** No more of a question than which replies it is about. */
export function toReplyScope({ userKey, status, officeHours, ...scope }: ReplyScope): ReplyScope {
  return { ...toScope(scope), userKey, status, officeHours };
}

/** The condition under which a thread `t` is a reply of the user in a conversation that reports count. */
export function isReply({ account, userKey }: Pick<ReplyScope, 'account' | 'userKey'>): Prisma.Sql {
  return Prisma.sql`t.account_key = ${account.key} and t.user_key = ${userKey} and t.kind = 'reply' and t.counted_status is not null`;
}

/** The condition under which a thread `t` was created in a period. Its ends are constants: the database can tell how many were. */
export function isIn({ start, end }: Period): Prisma.Sql {
  return Prisma.sql`t.created_at >= ${formatInstant(start)}::timestamptz and t.created_at < ${formatInstant(end)}::timestamptz`;
}

/** The condition under which a reply `t` is part of the history. Where a reply itself does not tell, its conversation is looked at. */
export function isListed(scope: ReplyScope): Prisma.Sql {
  const { account, filter, status } = scope;
  const conditions = inMailboxes(scope, Prisma.sql`t.mailbox_key`);
  if (filter.types)
    conditions.push(Prisma.sql`t.conversation_type = any(${filter.types}::conversation_type[])`);
  if (status) conditions.push(Prisma.sql`t.counted_status = any(${statesOf(status)}::conversation_status[])`);
  if (cutsThroughParts(filter)) {
    conditions.push(Prisma.sql`exists (
        select from conversations c where c.account_key = ${account.key} and c.key = t.conversation_key and ${matches(scope)}
      )`);
  }
  return conditions.length > 0 ? Prisma.join(conditions, ' and ') : Prisma.sql`true`;
}

const elapsedTimes = {
  response: Prisma.sql`t.response_seconds`,
  firstResponse: Prisma.sql`t.first_response_seconds`,
  resolve: Prisma.sql`t.resolve_seconds`,
};

const officeTimes = {
  response: Prisma.sql`t.office_response_seconds`,
  firstResponse: Prisma.sql`t.office_first_response_seconds`,
  resolve: Prisma.sql`t.office_resolve_seconds`,
};

// Without office hours of an account the two are equal.
export function secondsOf({ officeHours }: ReplyScope): typeof elapsedTimes {
  return officeHours ? officeTimes : elapsedTimes;
}
