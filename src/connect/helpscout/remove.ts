import { forgetKnown } from '../known.ts';
import { type Run, remember } from './run.ts';

/** Marks conversations deleted that Help Scout no longer shows; those that are not stored are left aside. */
export async function removeConversations(run: Run, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const { database, accountKey, write } = run;
  remember(run, await write(ids.map((id) => ({ type: 'conversationDeletion', id: String(id) }))));
  await forgetKnown(database, accountKey, ids.map(String));
}
