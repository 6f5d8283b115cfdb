import { readKnown } from '../known.ts';
import { SetAsideError } from '../requests/errors.ts';
import { removeConversations } from './remove.ts';
import type { Run } from './run.ts';
import { storeAnswers } from './store.ts';

const mostHops = 5;

/**
 * Asks for one conversation by its id and stores it, or what it was merged into; one that is gone is deleted. Returns what it says
 * was merged into it.
 */
export async function fetchConversation(run: Run, id: number): Promise<readonly number[]> {
  const { client, state } = run;
  let next = id;
  try {
    for (let hop = 0; hop <= mostHops; hop++) {
      const found = await client.conversation(next);
      if (found.kind === 'found') return await storeAnswers(run, [found.answer], { isForced: true });
      await removeConversations(run, [next]);
      if (found.kind === 'gone') return [];
      next = found.into;
    }
    throw new SetAsideError('was merged again and again');
  } catch (error) {
    if (!(error instanceof SetAsideError)) throw error;
    state.refused[next] = error.message;
    return [];
  }
}

/** Asks for those of so many conversations that are known: what was merged into another one leaves all lists. */
export async function fetchKnown(run: Run, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const known = await readKnown(run.database, run.accountKey, ids.map(String));
  for (const id of known.keys()) await fetchConversation(run, Number(id));
}
