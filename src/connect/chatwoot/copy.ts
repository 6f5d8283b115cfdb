import {
  countIncomplete,
  readIncomplete,
  readKnown,
  readKnownIds,
  saveKnown,
  saveUnreadable,
} from '../known.ts';
import { SetAsideError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import { conversationAnswer } from './answers.ts';
import { copyRatings } from './ratings.ts';
import { conversationOf } from './read-answers.ts';
import {
  partsOf,
  type ReadConversation,
  type Run,
  type StoredParts,
  save,
  storeConversations,
} from './run.ts';
import type { SourceEvent, SourceMessage } from './source.ts';

/** Conversations whose messages are asked for together and stored in one transaction. */
const batchSize = 20;
const mostFailedPages = 3;

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
      if (page === Math.max(1, state.page)) progress.phase('conversations', all);
      for (const id of await storeAttributes(run, found.conversations)) seen.add(id);
      progress.done(found.conversations.length);
      if (found.conversations.length === 0) return all;
    }
    state.page = page;
    await save(run);
  }
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
 * replaces a conversation together with its threads. Forced, one that says nothing of a change counts as changed.
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
  const changed = read.flatMap(({ conversation, version }) => {
    const before = known.get(String(conversation.id));
    const parts = partsOf(before?.parts);
    const isSame = before?.version === version && !before.isUnreadable && !isForced;
    if (!before || !parts || isSame) return [];
    const former = parts.conversation.contact?.id;
    if (former !== undefined && former !== conversation.contact?.id) run.formerContacts.add(former);
    return [{ ...before, version, isComplete: false, parts: { ...parts, conversation } }];
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
    state.lastChangeAt = Math.max(state.lastChangeAt ?? 0, (parsed.updated_at ?? 0) * 1000);
    return {
      conversation: conversationOf(parsed),
      messages: [],
      events: [],
      ratings: [],
      version: `${parsed.updated_at} ${lastMessageId}`,
      lastMessageId,
      isComplete: false,
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
    await saveUnreadable(run.database, run.accountKey, [String(id)], new Date(run.time.now()));
    return 'unreadable';
  }
}

/** The messages and events of all conversations that lack them, newest first. */
export async function copyThreads(run: Run): Promise<void> {
  const { database, accountKey, progress } = run;
  progress.phase('threads', await countIncomplete(database, accountKey));
  for (;;) {
    const batch = await readIncomplete(database, accountKey, batchSize);
    if (batch.length === 0) return;
    const read = await Promise.all(
      batch.map(({ id, version, parts }) => readThreads(run, Number(id), version ?? '', partsOf(parts))),
    );
    await storeConversations(
      run,
      read.flatMap((one) => one ?? []),
    );
    progress.done(batch.length);
    await save(run);
  }
}

async function readThreads(
  run: Run,
  id: number,
  version: string,
  parts: StoredParts | null,
): Promise<ReadConversation | undefined> {
  if (!parts) return undefined;
  try {
    const messages = await run.client.messages(id);
    const { conversation, ratings } = parts;
    const events = mayHaveEvents(parts, messages) ? await readEvents(run, id) : parts.events;
    const lastMessageId = Math.max(0, ...messages.map((message) => message.id));
    return { conversation, ratings, messages, events, version, lastMessageId, isComplete: true };
  } catch (error) {
    if (!(error instanceof SetAsideError)) throw error;
    await saveUnreadable(run.database, run.accountKey, [String(id)], new Date(run.time.now()));
    return undefined;
  }
}

async function readEvents({ client, state }: Run, id: number): Promise<readonly SourceEvent[]> {
  if (!state.hasEvents) return [];
  const events = await client.events(id);
  if (events === null) state.hasEvents = false;
  return events ?? [];
}

/** Whether resolutions or reopenings may have come since the messages were read last. */
function mayHaveEvents(
  { read, conversation: { status } }: StoredParts,
  messages: readonly SourceMessage[],
): boolean {
  if (read && read.status !== status) return true;
  if (!read && status === 'resolved') return true;
  return messages.some(({ kind, id }) => kind === 'activity' && id > (read?.lastMessageId ?? 0));
}
