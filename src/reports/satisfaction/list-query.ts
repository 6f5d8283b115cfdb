import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { isRatingOf } from '../../counting/ratings.ts';
import type { Database } from '../../database/client.ts';
import { Prisma, type Satisfaction } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { plannedAnew } from '../../database/statement-names.ts';
import { ratingColumns, ratingRow } from '../../entities/conversation/ratings-query.ts';
import { isId } from '../../ids.ts';
import { formatInstant, parseInstant } from '../../period/instant.ts';
import type { Period } from '../../period/period.ts';
import { idOrder } from '../../question/order.ts';
import type { Scope } from '../../question/slice.ts';

/** The place of a rating in the list: when it was given, the id of its conversation and its own. */
interface Place {
  readonly createdAt: Temporal.Instant;
  readonly conversationId: string;
  readonly id: string;
}

const cursor = z.tuple([z.string(), z.string().refine(isId), z.string().refine(isId)]);

/** The place as a text without a meaning to the client. It holds no key: it stays valid when the rating is gone. */
export function cursorOf({ createdAt, conversationId, id }: Place): string {
  return Buffer.from(JSON.stringify([formatInstant(createdAt), conversationId, id])).toString('base64url');
}

/** The place that `cursorOf` wrote down, or undefined for any other text. */
export function parseCursor(text: string): Place | undefined {
  try {
    const [written, conversationId, id] = cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    const createdAt = parseInstant(written);
    const place = createdAt && { createdAt, conversationId, id };
    // Decoding passes over characters that are no part of base64url.
    return place && cursorOf(place) === text ? place : undefined;
  } catch {
    return undefined;
  }
}

const listedRow = ratingRow.extend({ conversationId: z.string() });

/** A rating of a page, with the id of its conversation. */
export type ListedRating = z.infer<typeof listedRow>;

/** One page of the ratings given in a period. */
export interface RatingPage {
  readonly scope: Scope;
  readonly period: Period;
  /** Null: any. */
  readonly score: Satisfaction | null;
  /** The place that the page comes after; null: it is the first. */
  readonly after: Place | null;
  readonly limit: number;
}

const byIds = Prisma.sql`${idOrder(Prisma.sql`c.id`)}, ${idOrder(Prisma.sql`r.id`)}`;

/** Reads a page: the ratings after a place, at most `limit`, the newest first. An index has them in this order but for ids. */
export function readRatingPage(database: Database, page: RatingPage): Promise<ListedRating[]> {
  const { account } = page.scope;
  const statement = Prisma.sql`${plannedAnew}
    select ${ratingColumns}, r.conversation_id as "conversationId"
    from (
      select r.*, c.id as conversation_id, row_number() over (order by r.created_at desc, ${byIds}) as place
      from ratings r
      join conversations c on c.account_key = ${account.key} and c.key = r.conversation_key
      where ${isListed(page)}
      order by r.created_at desc, ${byIds}
      limit ${page.limit}
    ) r
    left join users u on u.account_key = ${account.key} and u.key = r.user_key
    order by r.place`;
  return readRows(database, statement, listedRow);
}

function isListed({ scope, period: { start, end }, score, after }: RatingPage): Prisma.Sql {
  const conditions = [
    isRatingOf(scope),
    Prisma.sql`r.created_at >= ${formatInstant(start)}::timestamptz and r.created_at < ${formatInstant(end)}::timestamptz`,
  ];
  if (score) conditions.push(Prisma.sql`r.score = ${score}::satisfaction`);
  if (after) {
    const at = Prisma.sql`${formatInstant(after.createdAt)}::timestamptz`;
    const ids = Prisma.sql`${idOrder(Prisma.sql`${after.conversationId}::text`)}, ${idOrder(Prisma.sql`${after.id}::text`)}`;
    // The first comparison is one that the index begins at.
    conditions.push(Prisma.sql`r.created_at <= ${at} and (r.created_at < ${at} or (${byIds}) > (${ids}))`);
  }
  return Prisma.join(conditions, ' and ');
}
