import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { AccountChangedError } from '../../account-changed-error.ts';
import { groupLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import { isId } from '../../ids.ts';
import { scopeOf } from '../../question/slice.ts';
import type { ConversationRow } from './columns.ts';
import { readConversations, readPage, readTotal } from './query.ts';
import { type RatingRow, readRatings } from './ratings-query.ts';
import type { Rows, RowsPage } from './rows.ts';

/** The conversations of a page, in order; one statement a page. */
export const loadPage = groupLoader({
  sharedOf: (page: RowsPage) => page,
  ownOf: () => null,
  answer: async (database, page) => [await readPage(database, page)],
});

/** How many conversations are asked for; one statement. */
export const loadTotal = groupLoader({
  sharedOf: (rows: Rows) => rows,
  ownOf: () => null,
  answer: async (database, rows) => [await readTotal(database, rows)],
});

const conversationsOf = createContextCache(
  ({ database, caller }: Context) =>
    new DataLoader(async (ids: readonly string[]) => {
      const rows = await readConversations(database, scopeOf(caller), ids);
      const rowOf = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => rowOf.get(id) ?? null);
    }),
);

/** The counted conversation with the source's id that the caller may see, or null. One statement reads all ids of a tick. */
export async function loadConversation(context: Context, id: string): Promise<ConversationRow | null> {
  return isId(id) ? conversationsOf(context).load(id) : null;
}

/** The conversation of a rating that has been read: if there is none, an import has taken it away since. */
export async function loadRated(context: Context, id: string): Promise<ConversationRow> {
  const conversation = await loadConversation(context, id);
  if (!conversation) throw new AccountChangedError('a conversation is not rated any more');
  return conversation;
}

const ratingsOf = createContextCache(
  ({ database, caller }: Context) =>
    new DataLoader(async (keys: readonly number[]) => {
      const rows = await readRatings(database, caller.account.key, keys);
      return keys.map((key) => rows.filter(({ conversationKey }) => conversationKey === key));
    }),
);

/** The ratings of a conversation, the newest first. One statement reads those of all conversations of a tick. */
export function loadRatings(context: Context, conversationKey: number): Promise<RatingRow[]> {
  return ratingsOf(context).load(conversationKey);
}
