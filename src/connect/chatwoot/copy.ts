import { isDeepStrictEqual } from 'node:util';
import { readKnown, readKnownIds, saveKnown } from '../known.ts';
import { SetAsideError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import { conversationAnswer } from './answers.ts';
import { copyThreads } from './copy-threads.ts';
import { keepUnreadable } from './explain.ts';
import { copyRatings } from './ratings.ts';
import { conversationOf } from './read-answers.ts';
import {
  partsOf,
  type ReadConversation,
  type Run,
  save,
  storeConversations,
  withKnownAttributes,
} from './run.ts';

const mostFailedPages = 3;

/** To ask for so many takes so long by REST that another way is advised, and that all of them are not asked for every day. */
export const manyConversations = 50_000;

/** Copies the whole account, from where the copy stopped before. */
export async function copyAll(run: Run): Promise<void> {
  const { state } = run;
  if (state.phase === 'conversations') {
    state.polledAt ??= run.time.now();
    const all = await copyAttributes(run);
    await askMissing(run, all);
    await copyRatings(run);
    state.phase = 'threads';
    await save(run);
  }
  if (state.phase === 'threads') {
    await copyThreads(run);
    state.phase = 'complete';
    await save(run);
  }
  run.progress.end();
}

/** The attributes of all conversations, a page at a time; returns how many Chatwoot says there are. `seen` gets their ids. */
export async function copyAttributes(run: Run, seen = new Set<number>()): Promise<number> {
  const { state, progress } = run;
  let all = 0;
  for (let page = Math.max(1, state.page); ; page++) {
    const found = await readPage(run, page, all);
    if (found) {
      all = found.all;
      if (page === Math.max(1, state.page)) tellExtent(run, all);
      for (const id of await storeAttributes(run, found.conversations)) seen.add(id);
      progress.done(found.conversations.length);
      if (found.conversations.length === 0) return all;
    }
    state.page = page;
    await save(run);
  }
}

function tellExtent({ progress, state, settings }: Run, all: number): void {
  progress.phase('conversations', all);
  if (all <= manyConversations || state.phase === 'complete') return;
  const hours = Math.ceil((all * 1.94) / settings.rate / 60);
  progress.say(
    `${all} conversations take about ${hours} h at ${settings.rate} requests a minute; reading Chatwoot's database instead takes minutes`,
  );
}

/** A page of conversations; undefined, and remembered as failed, where it holds one that Chatwoot cannot show. */
async function readPage({ client, state }: Run, page: number, all: number) {
  try {
    return await client.conversations(page);
  } catch (error) {
    if (!(error instanceof SetAsideError)) throw error;
    // Where nothing at all can be read it is no single page that is broken.
    if (all === 0 && state.failedPages.length === mostFailedPages) throw error;
    if (!state.failedPages.includes(page)) state.failedPages.push(page);
    return undefined;
  }
}

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
  const changed = read.flatMap(({ conversation, version, told }) => {
    const before = known.get(String(conversation.id));
    const parts = partsOf(before?.parts);
    if (!before || !parts) return [];
    const isSame = before.version === version && isDeepStrictEqual(parts.conversation, conversation);
    if (isSame && !before.isUnreadable && !isForced) return [];
    const former = parts.conversation.contact?.id;
    if (former !== undefined && former !== conversation.contact?.id) run.formerContacts.add(former);
    return [{ ...before, version, isComplete: false, parts: { ...parts, conversation, told } }];
  });
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
    const id = typeof answer === 'object' && answer && 'id' in answer ? String(answer.id) : 'without an id';
    state.refused[id] = (error as Error).message;
    return undefined;
  }
}

/** Asks by id for what the pages did not show, until as many are known as Chatwoot says there are. */
async function askMissing(run: Run, all: number): Promise<void> {
  const { database, accountKey, state, progress } = run;
  const known = new Set((await readKnownIds(database, accountKey)).map(({ id }) => Number(id)));
  const refused = Object.keys(state.refused).filter((id) => /^\d+$/.test(id) && !known.has(Number(id)));
  let missing = all - known.size - refused.length;
  if (missing <= 0) return;
  progress.phase('conversations that pages did not show', missing);
  const highest = Math.max(0, ...known, all);
  for (let id = 1; id <= highest && missing > 0; id++) {
    if (known.has(id) || refused.includes(String(id))) continue;
    if ((await askById(run, id)) === 'absent') continue;
    missing -= 1;
    progress.done(1);
  }
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
