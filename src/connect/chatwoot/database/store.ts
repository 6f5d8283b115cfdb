import { readKnown } from '../../known.ts';
import { keepFormer, removeConversations, unnameFormer } from '../remove.ts';
import { partsOf as storedPartsOf } from '../run.ts';
import { storeConversations } from '../store.ts';
import { versionOf } from './outline.ts';
import { type Ids, idsOf, partsOf } from './pages.ts';
import type { Found } from './read.ts';
import { readTogether, type TablesRun } from './run.ts';

/** Stores what differs from what is stored; forced, all of it. */
export async function storeFound(
  run: TablesRun,
  { conversations, withoutInbox, refused }: Found,
  isForced = false,
): Promise<void> {
  const { database, accountKey, state } = run;
  const ids = [...conversations.map(({ conversation }) => conversation.id), ...withoutInbox];
  const known = await readKnown(database, accountKey, ids.map(String));
  const former: number[] = [];
  const changed = conversations.flatMap((found) => {
    const { conversation, messages, updatedAt } = found;
    const before = known.get(String(conversation.id));
    const version = versionOf(found, run.salt);
    state.lastChangeAt = Math.max(state.lastChangeAt ?? 0, Math.floor(updatedAt * 1000));
    const isStored = before?.version === version && before.isComplete && !before.isUnreadable;
    if (isStored && !isForced) {
      delete state.refused[conversation.id];
      return [];
    }
    const contactBefore = storedPartsOf(before?.parts ?? null)?.conversation.contact?.id;
    if (contactBefore !== undefined && contactBefore !== conversation.contact?.id) former.push(contactBefore);
    const lastMessageId = messages.reduce((highest, { id }) => Math.max(highest, id), 0);
    const { status, firstReplyAt, contact } = conversation;
    const read = { lastMessageId, status, firstReplyAt, contactId: contact?.id ?? null };
    return [{ ...found, version, told: { updatedAt, lastMessageId }, read }];
  });
  await keepFormer(run, former);
  await storeConversations(run, changed);
  for (const [id, reason] of refused) state.refused[id] = reason;
  await removeConversations(
    run,
    withoutInbox.filter((id) => known.has(String(id))),
  );
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
