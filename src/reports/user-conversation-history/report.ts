import { groupLoader, periodLoader } from '../../answering/loader.ts';
import type { Context } from '../../auth/context.ts';
import { toReplyScope } from '../../counting/replies.ts';
import { readTotals } from '../../counting/reply-totals.ts';
import { notFound } from '../../errors.ts';
import { type QuestionInput, toSlice } from '../../question/slice.ts';
import type { HelpScoutStatus } from '../../question/status.ts';
import type { History } from './history.ts';
import { readResults, readUserKeys } from './query.ts';
import { entryOf, statsOf, type UserConversationHistoryEntry } from './shape.ts';

/** What is asked of a history; `user` is the source's id. */
export interface HistoryInput
  extends QuestionInput,
    Pick<History, 'officeHours' | 'page' | 'rows' | 'sortField' | 'sortOrder'> {
  readonly user: string;
  readonly status?: HelpScoutStatus | null | undefined;
}

interface UserQuestion {
  readonly accountKey: number;
  readonly user: string;
}

/** The key of a user by the source's id, or null; all that are asked for in a tick are one statement. */
const loadUserKey = groupLoader({
  sharedOf: ({ accountKey }: UserQuestion) => accountKey,
  ownOf: ({ user }) => user,
  answer: async (database, accountKey, users) => {
    const keys = await readUserKeys(database, accountKey, users);
    return users.map((user) => keys.get(user) ?? null);
  },
});

/** The totals of a user's replies in one period. */
export const loadReplyStats = periodLoader(toReplyScope, readTotals, statsOf);

/** The replies of the page asked for, in order. */
export async function loadEntries(
  { database }: Context,
  history: History,
): Promise<UserConversationHistoryEntry[]> {
  return (await readResults(database, history)).map(entryOf);
}

/** The whole question for a user's history. Throws the coded error of the first rule broken, also where nobody has the id. */
export async function toHistory(
  { user, status, officeHours, page, rows, sortField, sortOrder, ...question }: HistoryInput,
  context: Context,
): Promise<History> {
  const slice = toSlice(question, context);
  const userKey = await loadUserKey(context, { accountKey: slice.account.key, user });
  if (userKey === null) throw notFound('user', 'There is no such user; users lists them.');
  return { ...slice, userKey, status: status ?? null, officeHours, page, rows, sortField, sortOrder };
}
