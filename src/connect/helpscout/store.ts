import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readKnown, saveKnown, saveUnreadable } from '../known.ts';
import type { Names } from '../names.ts';
import { keepRefusals } from '../refused.ts';
import { SetAsideError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import { type ConversationAnswer, conversationAnswer, type ThreadAnswer } from './answers.ts';
import { mapConversation } from './conversation.ts';
import { freshMentions } from './directory.ts';
import type { Mention } from './mentions.ts';
import { readCustomerNames } from './names.ts';
import { learnRatingTimes } from './ratings.ts';
import { removeConversations } from './remove.ts';
import type { Run } from './run.ts';

/** A conversation as it was answered, with what tells later whether it changed. */
interface Answered {
  readonly conversation: ConversationAnswer;
  readonly version: string;
}

interface Read extends Answered {
  /** All of them, newest first. */
  readonly threads: readonly ThreadAnswer[];
}

/** What is kept of a conversation besides its record. */
const storedParts = z.object({
  approximateRatings: z.int(),
  droppedValues: z.int(),
  unknownTypes: z.array(z.string()),
  /** When its ratings were given, by thread. */
  ratedAt: z.record(z.string(), z.string()),
});

export interface StoreOptions {
  /** Reads again what seems to be as it was. */
  readonly isForced?: boolean;
}

/**
 * Stores what changed of the conversations that were answered, with all of their threads and what they refer to. Returns the ids of
 * conversations that were merged into them, which are gone from all lists.
 */
export async function storeAnswers(
  run: Run,
  answers: readonly unknown[],
  { isForced = false }: StoreOptions = {},
): Promise<readonly number[]> {
  const answered = answers.flatMap((answer) => readAnswer(run, answer) ?? []);
  const known = await readKnown(
    run.database,
    run.accountKey,
    answered.map(({ conversation: { id } }) => String(id)),
  );
  const changed = answered.filter(({ conversation: { id }, version }) => {
    const before = known.get(String(id));
    return isForced || before?.version !== version || before.isUnreadable;
  });
  for (const { parts } of known.values()) knowRatings(run, parts);
  const [absent, present] = parted(
    changed,
    ({ conversation }) => conversation.state === 'draft' || !isMeant(run, conversation),
  );
  await removeConversations(
    run,
    absent.map(({ conversation: { id } }) => id),
  );
  const read = (await Promise.all(present.map((one) => readThreads(run, one)))).flatMap((one) => one ?? []);
  await learnRatingTimes(
    run,
    read.flatMap(({ threads }) => threads),
  );
  await storeRead(run, read);
  return read.flatMap(({ threads }) => threads.flatMap(originalOf));
}

function parted<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** Undefined, and remembered as refused, where it is none that the mapping knows. */
function readAnswer({ state }: Run, answer: unknown): Answered | undefined {
  try {
    const conversation = shaped(conversationAnswer, answer);
    return { conversation, version: versionOf(answer as object) };
  } catch (error) {
    const id = typeof answer === 'object' && answer && 'id' in answer ? String(answer.id) : 'without an id';
    state.refused[id] = (error as Error).message;
    return undefined;
  }
}

/** A digest of all that was answered, but for words such as "20 hours ago". */
function versionOf(answer: object): string {
  const text = JSON.stringify(answer, (key, value) => (key === 'friendly' ? undefined : value));
  return createHash('sha256').update(text).digest('hex');
}

/** Whether a conversation is of what the account copies. */
function isMeant(
  { settings: { mailboxes, since } }: Run,
  { mailboxId, createdAt }: ConversationAnswer,
): boolean {
  if (mailboxes.length > 0 && !mailboxes.includes(mailboxId)) return false;
  return since === undefined || Date.parse(createdAt) >= since * 1000;
}

/** With the threads that came along, where these are all; undefined where they cannot be read, or it is gone meanwhile. */
async function readThreads(run: Run, answered: Answered): Promise<Read | undefined> {
  const { client, settings, database, accountKey, time } = run;
  const { conversation } = answered;
  const version = settings.switches.aiReplies === 'auto' ? 'v3' : 'v2';
  if (version === 'v2' && hasAllThreads(conversation))
    return { ...answered, threads: conversation._embedded?.threads ?? [] };
  try {
    const threads = await client.threads(conversation.id, version);
    if (threads) return { ...answered, threads };
    await removeConversations(run, [conversation.id]);
  } catch (error) {
    if (!(error instanceof SetAsideError)) throw error;
    await saveUnreadable(database, accountKey, [String(conversation.id)], new Date(time.now()));
  }
  return undefined;
}

/** As many as one page of threads has: there may be more. */
const mostEmbedded = 25;
const chatTypes: ReadonlySet<string> = new Set(['chat', 'beaconchat']);

/** Chats come with a part of their threads. */
function hasAllThreads({ type, threads: count, _embedded }: ConversationAnswer): boolean {
  const embedded = _embedded?.threads;
  if (type === 'chat' || !embedded || embedded.length >= mostEmbedded) return false;
  if (embedded.some((thread) => chatTypes.has(thread.type))) return false;
  return (
    embedded.filter((thread) => thread.state === 'published' && thread.type !== 'lineitem').length >= count
  );
}

function originalOf({ action }: ThreadAnswer): number[] {
  const id = action?.associatedEntities?.originalConversation;
  return id ? [id] : [];
}

function knowRatings({ ratings }: Run, parts: unknown): void {
  const { data } = storedParts.safeParse(parts);
  for (const [thread, at] of Object.entries(data?.ratedAt ?? {})) {
    if (!ratings.byThread.has(Number(thread))) ratings.byThread.set(Number(thread), at);
  }
}

async function storeRead(run: Run, read: readonly Read[]): Promise<void> {
  const { fields, settings, ratings, state } = run;
  const context = { switches: settings.switches, fields, ratedAt: ratings.byThread };
  const mapped = read.map(({ conversation, threads, version }) => {
    const one = mapConversation(conversation, threads, context);
    for (const field of one.grownFields) fields.set(field.id, field);
    return { ...one, threads, version };
  });
  const mentions = mapped.flatMap(({ mentioned }) => mentioned);
  const grown = new Map(
    mapped.flatMap(({ grownFields }) => grownFields.map((field) => [field.id, field] as const)),
  );
  const records = mapped.map(({ record }) => record);
  const refusals = await run.write([...(await freshRecords(run, mentions)), ...grown.values(), ...records]);
  keepRefusals(state, records, refusals);
  await saveKnown(
    run.database,
    run.accountKey,
    mapped.map(({ record, threads, version, shortfall }) => ({
      id: record.id,
      createdAt: new Date(record.createdAt),
      version,
      isComplete: true,
      parts: { ...shortfall, ratedAt: timesOf(threads, ratings.byThread) },
    })),
  );
  const latest = Math.max(
    0,
    ...mapped.flatMap(({ threads }) => threads.map(({ createdAt }) => Date.parse(createdAt))),
  );
  state.lastChangeAt = Math.max(state.lastChangeAt ?? 0, latest) || null;
}

function timesOf(
  threads: readonly ThreadAnswer[],
  byThread: ReadonlyMap<number, string>,
): Record<string, string> {
  const known = threads.flatMap(({ id, rating }) => {
    const at = rating ? byThread.get(id) : undefined;
    return at === undefined ? [] : [[String(id), at]];
  });
  return Object.fromEntries(known);
}

async function freshRecords(
  { database, accountKey, names }: Run,
  mentions: readonly Mention[],
): Promise<object[]> {
  const [ofCustomers, others] = parted(mentions, ({ record }) => record.type === 'customer');
  const ids = [...new Set(ofCustomers.map(({ record }) => record.id))];
  const customers: Names = await readCustomerNames(database, accountKey, ids);
  return [...freshMentions(others, names), ...freshMentions(ofCustomers, customers)];
}
