import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { readKnown, readKnownIds, saveKnown } from '../known.ts';
import { SetAsideError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import { conversationAnswer, id } from './answers.ts';
import type { ConversationsPage } from './client.ts';
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
import type { ChatwootState } from './state.ts';

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
  const { state } = run;
  const extent = { all: 0, largestPage: 0, failed: 0 };
  for (let page = Math.max(1, state.page); ; page++) {
    const found = await readPage(run, page).catch(errorWhereSetAside);
    if (found instanceof SetAsideError) {
      extent.failed += 1;
      if (isBehindAll(extent, page, found)) return extent.all;
    } else {
      await storePage(run, found, extent, seen);
      if (found.conversations.length === 0) return found.all;
    }
    state.page = page;
    await save(run);
  }
}

/** What the pages that could be read tell of all of them. */
interface Extent {
  all: number;
  largestPage: number;
  failed: number;
}

/** Whether no conversation is left for a page that failed. Throws its error where no page could be read: it is not this one then. */
function isBehindAll({ all, largestPage, failed }: Extent, page: number, error: SetAsideError): boolean {
  if (largestPage === 0 && failed > mostFailedPages) throw error;
  return largestPage > 0 && (page - 1) * largestPage >= all;
}

async function storePage(
  run: Run,
  found: ConversationsPage,
  extent: Extent,
  seen: Set<number>,
): Promise<void> {
  const { all, conversations } = found;
  if (extent.largestPage === 0) tellExtent(run, all);
  extent.all = all;
  extent.largestPage = Math.max(extent.largestPage, conversations.length);
  for (const stored of await storeAttributes(run, conversations)) seen.add(stored);
  run.progress.done(conversations.length);
}

function tellExtent({ progress, state, settings }: Run, all: number): void {
  progress.phase('conversations', all);
  if (all <= manyConversations || state.phase === 'complete') return;
  const hours = Math.ceil((all * 1.94) / settings.rate / 60);
  progress.say(
    `${all} conversations take about ${hours} h at ${settings.rate} requests a minute; reading Chatwoot's database instead takes minutes`,
  );
}

/** A page of conversations. Of one that cannot be read is remembered between which ids it must be. */
async function readPage({ client, state }: Run, page: number) {
  const gap = state.gaps.at(-1);
  const isOpen = gap?.before === null;
  try {
    const found = await client.conversations(page);
    const ids = found.conversations.flatMap((answer) => idIn(answer) ?? []);
    if (isOpen && ids.length > 0) gap.before = Math.min(...ids);
    if (ids.length > 0) state.lastListed = Math.max(...ids);
    return found;
  } catch (error) {
    if (error instanceof SetAsideError && !isOpen) state.gaps.push({ after: state.lastListed, before: null });
    throw error;
  }
}

function errorWhereSetAside(error: unknown): SetAsideError {
  if (error instanceof SetAsideError) return error;
  throw error;
}

function idIn(answer: unknown): number | undefined {
  return z.object({ id }).safeParse(answer).data?.id;
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
    state.refused[idIn(answer) ?? 'without an id'] = (error as Error).message;
    return undefined;
  }
}

/**
 * Asks by id for what the pages did not show, where they could not be read first, until as many are known as Chatwoot says there
 * are.
 */
export async function askMissing(run: Run, all: number): Promise<void> {
  const { database, accountKey, state, progress } = run;
  const passed = new Set((await readKnownIds(database, accountKey)).map(({ id: known }) => Number(known)));
  for (const refused of Object.keys(state.refused)) if (/^\d+$/.test(refused)) passed.add(Number(refused));
  let missing = all - passed.size;
  if (missing <= 0) return;
  progress.phase('conversations that pages did not show', missing);
  for (const candidate of candidates(state.gaps, highestOf(passed, all))) {
    if (passed.has(candidate)) continue;
    passed.add(candidate);
    if ((await askById(run, candidate)) === 'absent') continue;
    missing -= 1;
    progress.done(1);
    if (missing === 0) return;
  }
}

function* candidates(gaps: ChatwootState['gaps'], highest: number): Generator<number> {
  for (const { after, before } of [...gaps, { after: 0, before: null }])
    for (let candidate = after + 1; candidate < (before ?? highest + 1); candidate++) yield candidate;
}

/** An account has more conversations than a call has arguments. */
function highestOf(ids: Iterable<number>, least: number): number {
  let highest = least;
  for (const one of ids) highest = Math.max(highest, one);
  return highest;
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
