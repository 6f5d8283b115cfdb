import { saveMarks } from '../hooks/marks.ts';
import { readKnownIds } from '../known.ts';
import { refusedConversations } from '../refused.ts';
import { nullWhereSetAside } from '../requests/errors.ts';
import { askById, storeAttributes } from './attributes.ts';
import { copyAttributes } from './copy-pages.ts';
import { copyThreads } from './copy-threads.ts';
import { followInboxTypes, rewriteStored } from './inbox-types.ts';
import { askMissing } from './missing.ts';
import { followAllRatings } from './ratings.ts';
import { removeConversations, unnameFormer } from './remove.ts';
import { membersOf, type Run, save } from './run.ts';
import { vanishedFrom } from './vanished.ts';

/** A poll after a longer pause would ask for too much at once. */
const longestPollSeconds = 3600;
const overlapSeconds = 120;
const jobPatience = { quiet: 300_000, patience: 10_000 };
/** An answer that is not paged grows with what it tells. */
const mostChanged = 500;

/** One round of everything that keeps a copy current: changed conversations, lists, ratings of the last 30 days. */
export async function followChanges(run: Run): Promise<void> {
  await pollConversations(run);
  await fetchVanished(run);
  await followAllRatings(run);
  await copyThreads(run);
  run.progress.end();
}

/**
 * Stores the conversations that changed since the last poll, or walks through all where that would be too many. Returns of how many
 * the answer told.
 */
export async function pollConversations(run: Run): Promise<number> {
  const { state, client, time } = run;
  const startedAt = time.now();
  const within = Math.ceil((startedAt - (state.polledAt ?? 0)) / 1000) + overlapSeconds;
  const found =
    within > longestPollSeconds || state.mustWalk
      ? null
      : await client.changed(within).catch(nullWhereSetAside);
  if (found) await storeAttributes(run, found.conversations);
  else await walk(run);
  state.mustWalk = found !== null && found.conversations.length > mostChanged;
  await copyThreads(run);
  await unnameFormer(run);
  state.polledAt = startedAt;
  if (!found) state.ranAt['walk'] = startedAt;
  await save(run);
  return found?.conversations.length ?? 0;
}

/** Looks at every conversation again, and asks by id for those that the pages do not show. */
async function walk(run: Run): Promise<void> {
  const { state, database, accountKey } = run;
  state.page = 0;
  state.gaps = [];
  state.lastListed = 0;
  const seen = new Set<number>();
  const all = await copyAttributes(run, seen);
  const known = (await readKnownIds(database, accountKey)).map(({ id }) => id);
  const met = new Set([...known, ...refusedConversations(state)].map(Number));
  await askAgain(
    run,
    [...met].filter((id) => !seen.has(id)),
  );
  await askMissing(run, all);
}

/** Asks for conversations by id; what is gone is deleted. */
export async function askAgain(run: Run, ids: readonly number[]): Promise<void> {
  const absent: number[] = [];
  for (const id of ids) {
    if ((await askById(run, id, true)) === 'absent') absent.push(id);
    await run.between?.();
  }
  await removeConversations(run, absent);
}

/** Chatwoot takes what is deleted from its conversations by jobs of their own, some time later. */
async function askLater({ database, accountKey, time }: Run, ids: readonly number[]): Promise<void> {
  const things = ids.map((id) => ({ kind: 'conversation', id: String(id) }));
  await saveMarks(database, accountKey, things, time.now(), jobPatience);
}

/** Chatwoot does not say that a conversation changed when its agent, team or label is taken away: those that had one are asked for. */
export async function fetchVanished(run: Run): Promise<void> {
  const { state, lists } = run;
  const hasNewInbox = lists.inboxes.some(({ id }) => state.channels[id] === undefined);
  await followInboxTypes(run, (inbox) => rewriteStored(run, inbox));
  // Conversations of an inbox that the lists lacked were refused.
  await askAgain(run, [
    ...(await vanishedFrom(run)),
    ...(hasNewInbox ? refusedConversations(state).map(Number) : []),
  ]);
  await copyThreads(run);
  await unnameFormer(run);
  await askLater(run, await vanishedFrom(run));
  state.members = membersOf(lists);
  await save(run);
}
