import { clockOf, timeOnClock } from '../../counting/measures/clock.ts';
import { Prisma } from '../../database/generated/client.ts';
import { isId } from '../../ids.ts';
import { toNearestInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import { isStorable } from '../../text.ts';
import { happenedIn } from './in-period.ts';
import { keyOf } from './key-of.ts';
import { ofRange } from './range.ts';
import type { ConversationWhere, Rows } from './rows.ts';

/** The conditions on a conversation `c` that a list sets besides its filter and its activity. */
export function conditionsOf({ scope, period, where, timeZone }: Rows): Prisma.Sql[] {
  const accountKey = scope.account.key;
  return [
    ...(period ? happenedIn(accountKey, period, where) : []),
    ...ofField(accountKey, where),
    ...ofCreation(where, timeZone),
    ...ofFacts(accountKey, where),
  ];
}

/** The conditions on what all of a conversation's threads say of it, whenever they were written. */
function ofFacts(accountKey: number, where: ConversationWhere): Prisma.Sql[] {
  const { firstResponseTime, resolveTime, firstRepliedBy, repliesSent, isWaiting } = where;
  const conditions = [
    ...ofRange(Prisma.sql`c.first_response_seconds`, firstResponseTime),
    ...ofRange(Prisma.sql`c.resolve_seconds`, resolveTime),
  ];
  if (firstRepliedBy != null)
    conditions.push(Prisma.sql`c.first_replier_key = ${keyOf('user', accountKey, firstRepliedBy)}`);
  if (repliesSent != null) conditions.push(Prisma.sql`c.replies_sent = ${repliesSent}::int`);
  if (isWaiting != null) conditions.push(Prisma.sql`(c.waiting_since is not null) = ${isWaiting}`);
  return conditions;
}

/** Whether a conversation in the mailbox of a field has a value for it, or one of its options. */
function ofField(accountKey: number, { field, option, answered }: ConversationWhere): Prisma.Sql[] {
  if (field == null) return [];
  if (!isId(field) || (option != null && !isStorable(option))) return [Prisma.sql`false`];
  const isOption =
    option == null ? Prisma.empty : Prisma.sql`and f.field_type = 'dropdown' and v.value = ${option}`;
  const value = Prisma.sql`exists (
          select from field_values v
          where v.account_key = ${accountKey} and v.conversation_key = c.key and v.field_key = f.key ${isOption}
        )`;
  return [
    Prisma.sql`exists (
        select from custom_fields f
        where f.account_key = ${accountKey} and f.id = ${field} and f.mailbox_key = c.mailbox_key
          and ${answered === false ? Prisma.sql`not ${value}` : value}
      )`,
  ];
}

const always: Period = {
  start: toNearestInstant(-(10n ** 18n)),
  end: toNearestInstant(10n ** 18n),
};

function ofCreation({ weekday, hourFrom, hourTo }: ConversationWhere, timeZone: string): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (weekday != null) conditions.push(Prisma.sql`extract(isodow from clock.time) = ${weekday}::int`);
  if (hourFrom != null) conditions.push(Prisma.sql`extract(hour from clock.time) >= ${hourFrom}::int`);
  if (hourTo != null) conditions.push(Prisma.sql`extract(hour from clock.time) < ${hourTo}::int`);
  if (conditions.length === 0) return [];
  const clock = timeOnClock(Prisma.sql`c.created_at`, clockOf(timeZone, [always]));
  return [Prisma.sql`exists (select from ${clock} where ${Prisma.join(conditions, ' and ')})`];
}
