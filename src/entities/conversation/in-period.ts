import { Prisma } from '../../database/generated/client.ts';
import { formatInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import { keyOf } from './key-of.ts';
import { ofRange } from './range.ts';
import type { ConversationWhere } from './rows.ts';

/** The conditions that ask for what happens in a period. */
export const conditionsOfPeriod = [
  'repliedBy',
  'savedReply',
  'workflow',
  'responseTime',
  'handleTime',
  'ratedUser',
  'ratingScore',
] as const satisfies readonly (keyof ConversationWhere)[];

export const isMessage = Prisma.sql`t.kind = 'customer'`;
export const isReply = Prisma.sql`t.kind = 'reply'`;

/** The condition that an instant lies in a period. */
export function isIn(instant: Prisma.Sql, { start, end }: Period): Prisma.Sql {
  return Prisma.sql`${instant} >= ${formatInstant(start)}::timestamptz and ${instant} < ${formatInstant(end)}::timestamptz`;
}

/** The condition that a conversation `c` has a thread `t` in a period that fulfils a condition. */
export function hasThread(accountKey: number, period: Period, condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`exists (
        select from threads t
        where t.account_key = ${accountKey} and t.conversation_key = c.key and ${condition}
          and ${isIn(Prisma.sql`t.created_at`, period)}
      )`;
}

/** The conditions on what happened to a conversation `c` in a period. */
export function happenedIn(accountKey: number, period: Period, where: ConversationWhere): Prisma.Sql[] {
  const { savedReply, workflow, ratedUser, ratingScore } = where;
  const has = (condition: Prisma.Sql): Prisma.Sql => hasThread(accountKey, period, condition);
  const conditions = ofReply(accountKey, where).map(has);
  if (savedReply != null)
    conditions.push(
      has(Prisma.sql`${isReply} and t.saved_reply_key = ${keyOf('savedReply', accountKey, savedReply)}`),
    );
  if (workflow != null)
    conditions.push(has(Prisma.sql`t.workflow_key = ${keyOf('workflow', accountKey, workflow)}`));
  if (ratedUser != null || ratingScore != null) conditions.push(wasRated(accountKey, period, where));
  return conditions;
}

/** Who wrote one reply `t` and how long it took; none where neither is asked. */
function ofReply(
  accountKey: number,
  { repliedBy, responseTime, handleTime }: ConversationWhere,
): Prisma.Sql[] {
  const conditions = [
    ...(repliedBy == null ? [] : [Prisma.sql`t.user_key = ${keyOf('user', accountKey, repliedBy)}`]),
    ...ofRange(Prisma.sql`t.response_seconds`, responseTime),
    ...ofRange(Prisma.sql`t.handle_seconds`, handleTime),
  ];
  return conditions.length === 0 ? [] : [Prisma.join([isReply, ...conditions], ' and ')];
}

/** The condition that a conversation `c` has a rating in a period: of anybody and any score, or of those asked for. */
export function wasRated(
  accountKey: number,
  period: Period,
  { ratedUser, ratingScore }: ConversationWhere,
): Prisma.Sql {
  const conditions = [
    Prisma.sql`r.account_key = ${accountKey} and r.is_counted and ${isIn(Prisma.sql`r.created_at`, period)}`,
  ];
  if (ratedUser != null) conditions.push(Prisma.sql`r.user_key = ${keyOf('user', accountKey, ratedUser)}`);
  if (ratingScore != null) conditions.push(Prisma.sql`r.score = ${ratingScore}::satisfaction`);
  return Prisma.sql`c.key in (select r.conversation_key from ratings r where ${Prisma.join(conditions, ' and ')})`;
}
