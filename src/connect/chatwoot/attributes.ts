import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { readKnown, saveKnown } from '../known.ts';
import { SetAsideError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import { conversationAnswer, id } from './answers.ts';
import { keepUnreadable } from './explain.ts';
import { conversationOf } from './read-answers.ts';
import { keepFormer } from './remove.ts';
import { partsOf, type ReadConversation, type Run, withKnownAttributes } from './run.ts';
import { storeConversations } from './store.ts';

/**
 * Stores the attributes of conversations that are new, and keeps those of changed ones until their messages are read: a record
 * replaces a conversation together with its threads. Chatwoot does not say of every change that there is one, so all that is kept is
 * compared. Forced, one that says nothing of a change counts as changed.
 */
export async function storeAttributes(
  run: Run,
  answers: readonly unknown[],
  isForced = false,
): Promise<number[]> {
  const { database, accountKey } = run;
  const read = answers.flatMap((answer) => readConversation(run, answer) ?? []);
  const known = await readKnown(
    database,
    accountKey,
    read.map(({ conversation }) => String(conversation.id)),
  );
  await storeConversations(
    run,
    read.filter(({ conversation }) => !known.get(String(conversation.id))?.parts),
  );
  const former: number[] = [];
  const changed = read.flatMap(({ conversation, version, told }) => {
    const before = known.get(String(conversation.id));
    const parts = partsOf(before?.parts);
    if (!before || !parts) return [];
    const isSame = before.version === version && isDeepStrictEqual(parts.conversation, conversation);
    if (isSame && !before.isUnreadable && !isForced) {
      delete run.state.refused[conversation.id];
      return [];
    }
    const contact = parts.conversation.contact?.id;
    if (contact !== undefined && contact !== conversation.contact?.id) former.push(contact);
    return [{ ...before, version, isComplete: false, parts: { ...parts, conversation, told } }];
  });
  await keepFormer(run, former);
  await saveKnown(database, accountKey, changed);
  return read.map(({ conversation }) => conversation.id);
}

/** A conversation of a list; undefined, and remembered as refused, where it is none that the mapping knows. */
function readConversation(run: Run, answer: unknown): ReadConversation | undefined {
  const { state } = run;
  try {
    const parsed = shaped(conversationAnswer, answer);
    const lastMessageId = Math.max(0, ...(parsed.messages ?? []).map(({ id }) => id));
    const told = { updatedAt: parsed.updated_at ?? 0, lastMessageId };
    state.lastChangeAt = Math.max(state.lastChangeAt ?? 0, told.updatedAt * 1000);
    return {
      conversation: withKnownAttributes(run, conversationOf(parsed)),
      messages: [],
      events: [],
      ratings: [],
      version: `${parsed.updated_at} ${lastMessageId}`,
      earlier: null,
      told,
      read: null,
    };
  } catch (error) {
    state.refused[idIn(answer) ?? 'without an id'] = (error as Error).message;
    return undefined;
  }
}

/** The id of what should be a conversation, where it has one. */
export function idIn(answer: unknown): number | undefined {
  return z.object({ id }).safeParse(answer).data?.id;
}

type Presence = 'present' | 'absent' | 'unreadable';

/** Asks for the attributes of one conversation and stores them. */
export async function askById(run: Run, id: number, isForced = false): Promise<Presence> {
  try {
    const answer = await run.client.conversation(id);
    if (answer == null) return 'absent';
    await storeAttributes(run, [answer], isForced);
    return 'present';
  } catch (error) {
    if (!(error instanceof SetAsideError)) throw error;
    await keepUnreadable(run, [String(id)]);
    return 'unreadable';
  }
}
