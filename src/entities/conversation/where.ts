import { Prisma } from '../../database/generated/client.ts';
import { isId } from '../../ids.ts';
import { formatInstant, toNearestInstant } from '../../period/instant.ts';
import { stretchesOf } from '../../period/offsets.ts';
import type { Period } from '../../period/period.ts';
import { creationClock } from '../../rollups/hours.ts';
import { isStorable } from '../../text.ts';
import type { ConversationWhere, DurationRange, Rows } from './rows.ts';

/** The conditions on a conversation `c` that a list sets besides its filter and its activity. */
export function conditionsOf({ scope, period, where, timeZone }: Rows): Prisma.Sql[] {
  const accountKey = scope.account.key;
  return [
    ...(period ? inPeriod(accountKey, period, where) : []),
    ...ofField(accountKey, where),
    ...ofCreation(where, timeZone),
    ...ofDuration(Prisma.sql`c.first_response_seconds`, where.firstResponseTime),
    ...ofDuration(Prisma.sql`c.resolve_seconds`, where.resolveTime),
  ];
}

/** The condition that a conversation `c` has a thread `t` in a period that fulfils a condition. */
export function hasThread(accountKey: number, { start, end }: Period, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`exists (
        select from threads t
        where t.account_key = ${accountKey} and t.conversation_key = c.key and ${condition}
          and t.created_at >= ${formatInstant(start)}::timestamptz and t.created_at < ${formatInstant(end)}::timestamptz
      )`;
}

const isReply = Prisma.sql`t.kind = 'reply'`;

function inPeriod(
  accountKey: number,
  period: Period,
  { repliedBy, savedReply, workflow }: ConversationWhere,
): Prisma.Sql[] {
  const has = (condition: Prisma.Sql): Prisma.Sql => hasThread(accountKey, period, condition);
  const conditions: Prisma.Sql[] = [];
  if (repliedBy != null)
    conditions.push(has(Prisma.sql`${isReply} and t.user_key = ${keyOf('user', accountKey, repliedBy)}`));
  if (savedReply != null)
    conditions.push(
      has(Prisma.sql`${isReply} and t.saved_reply_key = ${keyOf('savedReply', accountKey, savedReply)}`),
    );
  if (workflow != null)
    conditions.push(has(Prisma.sql`t.workflow_key = ${keyOf('workflow', accountKey, workflow)}`));
  return conditions;
}

const tableOf = {
  user: Prisma.sql`users`,
  savedReply: Prisma.sql`saved_replies`,
  workflow: Prisma.sql`workflows`,
};

/** The key of what has an id; null where nothing has, so that a comparison with it holds for nothing. */
function keyOf(type: keyof typeof tableOf, accountKey: number, id: string): Prisma.Sql {
  if (!isId(id)) return Prisma.sql`null`;
  return Prisma.sql`(select d.key from ${tableOf[type]} d where d.account_key = ${accountKey} and d.id = ${id})`;
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
  const clock = creationClock(stretchesOf(always, timeZone));
  return [Prisma.sql`exists (select from ${clock} where ${Prisma.join(conditions, ' and ')})`];
}

function ofDuration(seconds: Prisma.Sql, range: DurationRange | null | undefined): Prisma.Sql[] {
  if (!range) return [];
  const conditions = [Prisma.sql`${seconds} is not null`];
  if (range.from != null) conditions.push(Prisma.sql`${seconds} >= ${range.from}::bigint`);
  if (range.to != null) conditions.push(Prisma.sql`${seconds} < ${range.to}::bigint`);
  return conditions;
}
