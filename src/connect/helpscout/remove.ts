import { forgetKnown } from '../known.ts';
import { keepRefusals } from '../refused.ts';
import type { Run } from './run.ts';

/** Marks conversations deleted that Help Scout no longer shows; those that are not stored are left aside. */
export async function removeConversations(run: Run, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const { database, accountKey, write, state } = run;
  const gone = ids.map((id) => ({ type: 'conversationDeletion', id: String(id) }));
  keepRefusals(state, gone, await write(gone));
  await forgetKnown(database, accountKey, ids.map(String));
}
