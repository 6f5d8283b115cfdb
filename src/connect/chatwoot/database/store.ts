import { readKnown } from '../../known.ts';
import { keepFormer, removeConversations, unnameFormer } from '../remove.ts';
import { partsOf as storedPartsOf } from '../run.ts';
import { type PreparedConversations, prepareConversations, storePrepared } from '../store.ts';
import { versionOf } from './outline.ts';
import { idsOf, partsOf } from './pages.ts';
import type { Found } from './read.ts';
import { type Ids, readTogether, type TablesRun } from './run.ts';

/** What was found, on its way to what is stored. */
export interface PreparedFound {
  readonly prepared: PreparedConversations;
  /** Display ids of conversations that are stored as they are. */
  readonly unchanged: readonly number[];
  /** Contacts that conversations had before. */
  readonly former: readonly number[];
  /** Display ids of stored conversations whose inbox is gone. */
  readonly removed: readonly number[];
  readonly lastChangeAt: number;
  readonly refused: Found['refused'];
}

/** Stores what differs from what is stored; forced, all of it. */
async function storeFound(run: TablesRun, found: Found, isForced = false): Promise<void> {
  await storePreparedFound(run, await prepareFound(run, found, isForced));
}

/** Makes ready what differs from what is stored, or all; other conversations may be stored meanwhile. */
export async function prepareFound(
  run: TablesRun,
  { conversations, withoutInbox, refused }: Found,
  isForced = false,
): Promise<PreparedFound> {
  const { database, accountKey } = run;
  const ids = [...conversations.map(({ conversation }) => conversation.id), ...withoutInbox];
  const known = await readKnown(database, accountKey, ids.map(String));
  const former: number[] = [];
  const unchanged: number[] = [];
  const changed = conversations.flatMap((found) => {
    const { conversation, messages, updatedAt } = found;
    const before = known.get(String(conversation.id));
    const version = versionOf(found, run.salt);
    const isStored = before?.version === version && before.isComplete && !before.isUnreadable;
    if (isStored && !isForced) {
      unchanged.push(conversation.id);
      return [];
    }
    const contactBefore = storedPartsOf(before?.parts ?? null)?.conversation.contact?.id;
    if (contactBefore !== undefined && contactBefore !== conversation.contact?.id) former.push(contactBefore);
    const lastMessageId = messages.reduce((highest, { id }) => Math.max(highest, id), 0);
    const { status, firstReplyAt, contact } = conversation;
    const read = { lastMessageId, status, firstReplyAt, contactId: contact?.id ?? null };
    return [{ ...found, version, told: { updatedAt, lastMessageId }, read }];
  });
  return {
    prepared: prepareConversations(run, changed),
    unchanged,
    former,
    removed: withoutInbox.filter((id) => known.has(String(id))),
    lastChangeAt: conversations.reduce(
      (last, { updatedAt }) => Math.max(last, Math.floor(updatedAt * 1000)),
      0,
    ),
    refused,
  };
}

/** Stores what was made ready. */
export async function storePreparedFound(
  run: TablesRun,
  { prepared, unchanged, former, removed, lastChangeAt, refused }: PreparedFound,
): Promise<void> {
  const { state } = run;
  if (lastChangeAt > 0) state.lastChangeAt = Math.max(state.lastChangeAt ?? 0, lastChangeAt);
  for (const id of unchanged) delete state.refused[id];
  await keepFormer(run, former);
  await storePrepared(run, prepared);
  for (const [id, reason] of refused) state.refused[id] = reason;
  await removeConversations(run, removed);
}

/** Reads conversations by their ids in the database and stores what changed; forced, all of them. */
export async function fetchConversations(run: TablesRun, ids: Ids, isForced = false): Promise<void> {
  for await (const some of partsOf(run, ids)) {
    await storeFound(run, await readTogether(run, some), isForced);
    await run.between?.();
  }
  await unnameFormer(run);
}

/** The same by their display ids; what is gone is deleted. */
export async function fetchByDisplayIds(run: TablesRun, displayIds: Ids, isForced = false): Promise<void> {
  const present = await idsOf(run, displayIds);
  await fetchConversations(run, [...present.values()], isForced);
  await removeConversations(
    run,
    displayIds.filter((id) => !present.has(id)),
  );
}
