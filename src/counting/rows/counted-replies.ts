import { Prisma } from '../../database/generated/client.ts';
import { isCountedReply } from '../measures/measures.ts';
import type { Times } from './activity.ts';

/**
 * The replies of an account that reports count and that fulfil a condition, as a table `t`. Their index begins with the user: in long
 * times it is gone through user by user, as without one all of it would be.
 */
export function countedReplies(accountKey: number, condition: Prisma.Sql, { areShort }: Times): Prisma.Sql {
  const isMeant = Prisma.sql`t.account_key = ${accountKey} and ${isCountedReply} and ${condition}`;
  if (areShort) return Prisma.sql`(select t.* from threads t where ${isMeant} offset 0) t`;
  return Prisma.sql`(
          select t.*
          from users u
          cross join lateral (select t.* from threads t where t.user_key = u.key and ${isMeant} offset 0) t
          where u.account_key = ${accountKey}
        ) t`;
}
