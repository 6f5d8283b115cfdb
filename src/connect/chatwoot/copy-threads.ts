import { saveMarks } from '../hooks/marks.ts';
import { countIncomplete, type KnownConversation, readIncomplete, saveKnown } from '../known.ts';
import { SetAsideError } from '../requests/errors.ts';
import { GoneError } from './client.ts';
import { type Earlier, isCall } from './conversation.ts';
import { isRest, readEarlier } from './earlier.ts';
import { keepUnreadable } from './explain.ts';
import { UnknownKindError } from './read-answers.ts';
import { removeConversations } from './remove.ts';
import { partsOf, type ReadConversation, type Run, type StoredParts, save } from './run.ts';
import type { SourceEvent, SourceMessage } from './source.ts';
import { storeConversations } from './store.ts';
import { isTold } from './threads.ts';

/** Conversations whose messages are asked for together and stored in one transaction. */
const batchSize = 20;

/** Chatwoot's jobs write events a while after what they tell of; so long after a change an event may still come. */
const eventsLateSeconds = 300;
const askAgainFor = { quiet: 60_000, patience: 10_000 };

/** The messages and events of all conversations that lack them, or of some of these, newest first. */
export async function copyThreads(run: Run, among?: readonly string[]): Promise<void> {
  const { database, accountKey, progress } = run;
  progress.phase('threads', among?.length ?? (await countIncomplete(database, accountKey)));
  for (;;) {
    const batch = await readIncomplete(database, accountKey, batchSize, among);
    if (batch.length === 0) return;
    const earlier = await readEarlier(run, batch);
    const read = await Promise.all(batch.map((known) => readThreads(run, known, earlier.get(known.id))));
    await storeConversations(
      run,
      read.flatMap((one) => (one === 'gone' ? [] : (one ?? []))),
    );
    const gone = batch.filter((_one, index) => read[index] === 'gone');
    await removeConversations(
      run,
      gone.map(({ id }) => Number(id)),
    );
    progress.done(batch.length);
    await save(run);
    await run.between?.();
  }
}

async function readThreads(
  run: Run,
  known: KnownConversation,
  earlier: Earlier | undefined,
): Promise<ReadConversation | 'gone' | undefined> {
  const { id, version } = known;
  const parts = partsOf(known.parts);
  if (!parts) return undefined;
  try {
    const read = await readMessages(run, Number(id), parts, earlier);
    if (isEventAwaited(run, parts, read.events)) await askLater(run, id);
    const { conversation, ratings, told } = parts;
    const messageIds = read.messages.map((message) => message.id);
    const lastMessageId = Math.max(read.earlier ? (parts.read?.lastMessageId ?? 0) : 0, ...messageIds);
    return {
      ...read,
      conversation,
      ratings,
      version: version ?? '',
      told,
      read: {
        lastMessageId,
        status: conversation.status,
        firstReplyAt: conversation.firstReplyAt,
        contactId: conversation.contact?.id ?? null,
        isCall: read.earlier?.isCall ?? isCall(read.messages),
      },
    };
  } catch (error) {
    if (error instanceof GoneError) return 'gone';
    if (error instanceof UnknownKindError) await refuse(run, known, error.message);
    else if (error instanceof SetAsideError) await keepUnreadable(run, [id]);
    else throw error;
    return undefined;
  }
}

/** A conversation that is none that the mapping knows is not counted where it never was, and asked for again when it is seen the next time. */
async function refuse(
  { database, accountKey, state, write }: Run,
  known: KnownConversation,
  reason: string,
): Promise<void> {
  state.refused[known.id] = reason;
  if (!partsOf(known.parts)?.read)
    await write([{ type: 'conversationDeletion', id: known.id, isErased: false }]);
  await saveKnown(database, accountKey, [{ ...known, version: null, isComplete: true }]);
}

type Messages = Pick<ReadConversation, 'messages' | 'events' | 'earlier'>;

/** The messages that came after those that are stored, where these are sure to stay as they are; else all of them. */
async function readMessages(
  run: Run,
  id: number,
  parts: StoredParts,
  earlier: Earlier | undefined,
): Promise<Messages> {
  const last = earlier && parts.read ? parts.read.lastMessageId : 0;
  const found = await run.client.messages(id, last);
  const messages = last > 0 ? found.filter((message) => message.id > last) : found;
  const events = mayHaveEvents(parts, messages) ? await readEvents(run, id) : parts.events;
  if (!earlier || isRest(parts, events)) return { messages, events, earlier: earlier ?? null };
  return { messages: await run.client.messages(id), events, earlier: null };
}

async function readEvents({ client, state }: Run, id: number): Promise<readonly SourceEvent[]> {
  if (!state.hasEvents) return [];
  const events = await client.events(id);
  if (events === null) state.hasEvents = false;
  return events ?? [];
}

/** Whether there may be resolutions or reopenings that are not known. */
function mayHaveEvents(
  { read, events, conversation: { status } }: StoredParts,
  messages: readonly SourceMessage[],
): boolean {
  if ((read && read.status !== status) || !isTold(status, events)) return true;
  return messages.some(({ kind, id }) => kind === 'activity' && id > (read?.lastMessageId ?? 0));
}

/** Whether a status has just changed of which Chatwoot has no event yet. */
function isEventAwaited(
  { state, client }: Run,
  { conversation: { status }, told, read, events: before }: StoredParts,
  events: readonly SourceEvent[],
): boolean {
  const isFresh = client.now() / 1000 - told.updatedAt < eventsLateSeconds;
  if (!state.hasEvents || !isFresh || (status !== 'resolved' && status !== 'open')) return false;
  if (!isTold(status, events)) return true;
  return read !== null && read.status !== status && events.length === before.length;
}

async function askLater({ database, accountKey, time }: Run, id: string): Promise<void> {
  await saveMarks(database, accountKey, [{ kind: 'conversation', id }], time.now(), askAgainFor);
}
