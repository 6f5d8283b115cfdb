import type { Database } from '../../database/client.ts';
import type { ConversationType } from '../../database/generated/enums.ts';
import type { Fault } from '../../import/parse.ts';
import { saveState } from '../connections.ts';
import { saveKnown } from '../known.ts';
import type { Progress } from '../progress.ts';
import type { NamedRecord } from '../records.ts';
import type { Time } from '../time.ts';
import { type Write, writerOf } from '../writer.ts';
import type { Client } from './client.ts';
import { type MappingContext, mapConversation, type SourceParts } from './conversation.ts';
import { fieldRecordsOf } from './fields.ts';
import { listRecords } from './lists.ts';
import type { SourceConversation, SourceEvent, SourceLists, SourceRating, StatusWord } from './source.ts';
import type { ChatwootSettings, ChatwootState } from './state.ts';

/** One account's connection at work, whichever way it is read: how far it is, what is stored, and what it has seen. */
export interface Copying {
  readonly database: Database;
  readonly accountId: string;
  readonly accountKey: number;
  readonly settings: ChatwootSettings;
  readonly state: ChatwootState;
  readonly write: Write;
  readonly time: Time;
  readonly progress: Progress;
  readonly lists: SourceLists;
  readonly context: MappingContext;
  /** Records of what conversations name that are stored as they are, by type and id. */
  readonly written: Map<string, string>;
  /** Contacts whom conversations referred to before: they may have none left. */
  readonly formerContacts: Set<number>;
}

/** A connection at work by REST. */
export interface Run extends Copying {
  readonly client: Client;
}

/** What a conversation is read as, with what tells later whether it changed. */
export interface ReadConversation extends SourceParts {
  readonly version: string;
  readonly told: Told;
  readonly read: LastRead | null;
  /** Messages whose attributes cannot be read; these count as empty. */
  readonly broken?: number;
}

/** What Chatwoot said of a conversation's last change. */
interface Told {
  /** Unix seconds. */
  readonly updatedAt: number;
  readonly lastMessageId: number;
}

/** How a conversation was when its messages were read last. */
interface LastRead {
  /** The highest id of a message. */
  readonly lastMessageId: number;
  readonly status: StatusWord;
  readonly firstReplyAt: number | null;
  readonly contactId: number | null;
  /** It began as a call. Undefined where the database was read, whose threads tell of campaigns: REST reads all of them anew. */
  readonly isCall?: boolean;
}

/** What is kept of a conversation, so that it can be mapped again once its messages are read. */
export interface StoredParts {
  readonly conversation: SourceConversation;
  readonly events: readonly SourceEvent[];
  readonly ratings: readonly SourceRating[];
  readonly told: Told;
  /** Null before the messages were read. */
  readonly read: LastRead | null;
  /** Values of fields that are not of their field's type. */
  readonly unfit: number;
  readonly broken?: number;
}

/** What `storeConversations` has kept. */
export function partsOf(parts: unknown): StoredParts | null {
  return parts as StoredParts | null;
}

/** What is known when a connection is taken up; only the database tells campaigns. */
export type CopyingOptions = Omit<Copying, 'write' | 'context' | 'written' | 'formerContacts'> & {
  readonly tellsCampaigns: boolean;
};

/** Stores the lists, and gives what the rest of the work needs. */
export async function startCopying({ tellsCampaigns, ...options }: CopyingOptions): Promise<Copying> {
  const { settings, state, lists } = options;
  const run: Copying = {
    ...options,
    write: writerOf(options.database, options.accountId),
    context: contextOf(settings, state, lists, tellsCampaigns),
    written: new Map(),
    formerContacts: new Set(),
  };
  await writeLists(run);
  return run;
}

function contextOf(
  settings: ChatwootSettings,
  state: ChatwootState,
  lists: SourceLists,
  tellsCampaigns: boolean,
): MappingContext {
  const rules = new Map(lists.rules.map(({ id, name }) => [id, name]));
  return {
    definitions: lists.definitions,
    met: new Map(Object.entries(state.met).map(([id, values]) => [Number(id), new Set(values)])),
    types: new Map(
      Object.entries(settings.types).map(([inbox, type]): [number, ConversationType] => [
        Number(inbox),
        type,
      ]),
    ),
    accountUrl: `${settings.publicUrl.replace(/\/$/, '')}/app/accounts/${settings.account}`,
    ruleName: (id) => rules.get(id) ?? undefined,
    tellsCampaigns,
  };
}

async function writeLists(run: Copying): Promise<void> {
  const { records, notices } = listRecords(run.accountId, run.lists, run.settings, run.context.met);
  remember(run, await run.write(records));
  run.state.notices = [...notices];
  await save(run);
}

export async function save({ database, accountKey, state, context }: Copying): Promise<void> {
  state.met = Object.fromEntries(Array.from(context.met, ([id, values]) => [id, [...values]]));
  await saveState(database, accountKey, state);
}

/** Stores conversations with what they name, and what must be known to tell their changes. */
export async function storeConversations(run: Copying, read: readonly ReadConversation[]): Promise<void> {
  const optionsBefore = optionsMet(run);
  const mapped = read.map((parts) => ({ parts, ...mapConversation(parts, run.context) }));
  const fields =
    optionsMet(run) > optionsBefore
      ? fieldRecordsOf(run.lists.definitions, run.lists.inboxes, run.context.met)
      : [];
  const mentioned = freshOf(
    run,
    mapped.flatMap((one) => one.mentioned),
  );
  const records = mapped.map(({ record }) => record);
  for (const { id } of records) delete run.state.refused[id];
  remember(run, await run.write([...fields, ...mentioned, ...records]));
  if (fields.length > 0) await save(run);
  await saveKnown(
    run.database,
    run.accountKey,
    mapped.map(({ parts, unfit }) => ({
      id: String(parts.conversation.id),
      createdAt: new Date(parts.conversation.createdAt * 1000),
      version: parts.version,
      isComplete: parts.read !== null,
      parts: storedPartsOf(run, parts, unfit),
    })),
  );
}

/** A conversation as it is kept: attributes without a definition may hold anything that people wrote. */
export function withKnownAttributes(
  { lists }: Copying,
  conversation: SourceConversation,
): SourceConversation {
  const given = conversation.customAttributes;
  const defined = lists.definitions
    .filter(({ key }) => Object.hasOwn(given, key))
    .map(({ key }) => [key, given[key]]);
  return { ...conversation, customAttributes: Object.fromEntries(defined) };
}

function storedPartsOf(run: Copying, parts: ReadConversation, unfit: number): StoredParts {
  const { conversation, events, ratings, told, read, broken } = parts;
  return {
    conversation: withKnownAttributes(run, conversation),
    events,
    ratings,
    told,
    read,
    unfit,
    ...(broken && { broken }),
  };
}

/** What the lists name that may vanish from conversations with them. */
export function membersOf({ agents, teams, labels }: SourceLists): ChatwootState['members'] {
  return { agents: agents.map(({ id }) => id), teams: teams.map(({ id }) => id), labels: [...labels] };
}

function optionsMet({ context }: Copying): number {
  return Array.from(context.met.values(), ({ size }) => size).reduce((sum, size) => sum + size, 0);
}

/** More are forgotten, and written once more. */
const mostWritten = 50_000;

/** The records that are not stored as they are; of several of one id the last. */
function freshOf({ written }: Copying, records: readonly NamedRecord[]): NamedRecord[] {
  if (written.size > mostWritten) written.clear();
  const last = new Map(records.map((record) => [`${record.type} ${record.id}`, record]));
  return Array.from(last).flatMap(([key, record]) => {
    const text = JSON.stringify(record);
    if (written.get(key) === text) return [];
    written.set(key, text);
    return [record];
  });
}

function remember({ state }: Copying, refusals: readonly Fault[]): void {
  for (const { type, id, reason } of refusals)
    state.refused[type === 'conversation' ? `${id}` : `${type} ${id}`] = reason;
}
