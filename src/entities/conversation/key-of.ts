import { Prisma } from '../../database/generated/client.ts';
import { isId } from '../../ids.ts';

const tableOf = {
  user: Prisma.sql`users`,
  savedReply: Prisma.sql`saved_replies`,
  workflow: Prisma.sql`workflows`,
};

/** The key of what has an id; null where nothing has, so that a comparison with it holds for nothing. */
export function keyOf(type: keyof typeof tableOf, accountKey: number, id: string): Prisma.Sql {
  if (!isId(id)) return Prisma.sql`null`;
  return Prisma.sql`(select d.key from ${tableOf[type]} d where d.account_key = ${accountKey} and d.id = ${id})`;
}
