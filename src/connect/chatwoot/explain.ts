import { readKnown, readKnownIds, saveUnreadable } from '../known.ts';
import type { Finding } from './difference.ts';
import { type Copying, partsOf } from './run.ts';

/** Ids that Chatwoot has and cannot show. */
export interface Unreadable {
  /** It counts them in its report, as far as is known. */
  readonly counted: readonly string[];
  /** Their inbox is gone: it counts them no more. */
  readonly gone: readonly string[];
}

export async function readUnreadable(run: Copying): Promise<Unreadable> {
  const { database, accountKey } = run;
  const ids = (await readKnownIds(database, accountKey)).flatMap(({ id, isUnreadable }) =>
    isUnreadable ? [id] : [],
  );
  const gone = new Set(await withoutInbox(run, ids));
  return { counted: ids.filter((id) => !gone.has(id)), gone: [...gone] };
}

/** Those of which is known that they were in an inbox that there is no more. */
async function withoutInbox(
  { database, accountKey, lists }: Copying,
  ids: readonly string[],
): Promise<string[]> {
  const inboxes = new Set(lists.inboxes.map(({ id }) => id));
  const known = await readKnown(database, accountKey, ids);
  return ids.filter((id) => {
    const inbox = partsOf(known.get(id)?.parts)?.conversation.inboxId;
    return inbox !== undefined && !inboxes.has(inbox);
  });
}

/**
 * Remembers conversations that Chatwoot cannot show. What is stored of them stays, but counts no more where their inbox is gone, as
 * in Chatwoot.
 */
export async function keepUnreadable(run: Copying, ids: readonly string[]): Promise<void> {
  await saveUnreadable(run.database, run.accountKey, ids, new Date(run.time.now()));
  const gone = await withoutInbox(run, ids);
  await run.write(gone.map((id) => ({ type: 'conversationDeletion', id, isErased: false })));
}

/** How many conversations Chatwoot counts and cannot show; 0 where these are not all that differs. */
export function missingFrom(compared: readonly Finding[], { counted }: Unreadable): number {
  const differences = compared.flatMap((finding) => finding.differences);
  const isMissingHere = differences.every(({ theirs, ours }) => theirs > ours);
  const missing = differences.reduce((sum, { theirs, ours }) => sum + theirs - ours, 0);
  return isMissingHere && missing <= counted.length ? missing : 0;
}
