import type { Database } from '../../database/client.ts';
import type { ConversationType } from '../../database/generated/enums.ts';
import type { Fault } from '../../import/parse.ts';
import { saveState } from '../connections.ts';
import type { Progress } from '../progress.ts';
import { keepRefusals } from '../refused.ts';
import type { Time } from '../time.ts';
import { parsedWriterOf, type Write, type WriteParsed, writerOf } from '../writer.ts';
import type { Client } from './client.ts';
import type { MappingContext, SourceParts } from './conversation.ts';
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
  readonly writeParsed: WriteParsed;
  readonly time: Time;
  readonly progress: Progress;
  /** Fetches what was marked meanwhile, between the steps of what takes long. */
  readonly between?: (() => Promise<void>) | undefined;
  readonly lists: SourceLists;
  readonly context: MappingContext;
  /** Records of what conversations name that are stored as they are, by type and id. */
  readonly written: Map<string, string>;
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
export type CopyingOptions = Omit<Copying, 'write' | 'writeParsed' | 'context' | 'written'> & {
  readonly tellsCampaigns: boolean;
};

/** Stores the lists, and gives what the rest of the work needs. */
export async function startCopying({ tellsCampaigns, ...options }: CopyingOptions): Promise<Copying> {
  const { settings, state, lists } = options;
  const run: Copying = {
    ...options,
    write: writerOf(options.database, options.accountId),
    writeParsed: parsedWriterOf(options.database, options.accountId),
    context: contextOf(settings, state, lists, tellsCampaigns),
    written: new Map(),
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
  // What is not stored of anything but conversations is told anew whenever it is refused.
  for (const key of Object.keys(run.state.refused)) if (!/^\d+$/.test(key)) delete run.state.refused[key];
  remember(run, [], await run.write(records));
  run.state.notices = [...notices];
  await save(run);
}

export async function save(run: Copying): Promise<void> {
  run.state.met = Object.fromEntries(Array.from(run.context.met, ([id, values]) => [id, [...values]]));
  await saveState(run);
}

const stepMilliseconds = 1000;

/** Waits, and lets what is marked meanwhile not wait as well. */
export async function rest({ time, between }: Copying, milliseconds: number): Promise<void> {
  if (!between) return time.sleep(milliseconds);
  const until = time.now() + milliseconds;
  for (let left = milliseconds; left > 0; left = until - time.now()) {
    await time.sleep(Math.min(left, stepMilliseconds));
    await between();
  }
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

/** What the lists name that may vanish from conversations with them. */
export function membersOf({ agents, teams, labels }: SourceLists): ChatwootState['members'] {
  return { agents: agents.map(({ id }) => id), teams: teams.map(({ id }) => id), labels: [...labels] };
}

/** Keeps why records were refused, which are written again when they are met again. */
export function remember(
  { state, written }: Copying,
  conversations: readonly { readonly id: string }[],
  refusals: readonly Fault[],
): void {
  keepRefusals(state, conversations, refusals);
  for (const { type, id } of refusals) written.delete(`${type} ${id}`);
}
