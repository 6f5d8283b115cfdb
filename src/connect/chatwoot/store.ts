import { type Change, parseChange } from '../../import/change.ts';
import type { Fault } from '../../import/parse.ts';
import { saveMarks } from '../hooks/marks.ts';
import { saveKnown } from '../known.ts';
import type { NamedRecord } from '../records.ts';
import { type Mapped, mapConversation } from './conversation.ts';
import { fieldRecordsOf } from './fields.ts';
import {
  type Copying,
  type ReadConversation,
  remember,
  type StoredParts,
  save,
  withKnownAttributes,
} from './run.ts';

/** Stores conversations with what they name, and what must be known to tell their changes. */
export function storeConversations(run: Copying, read: readonly ReadConversation[]): Promise<void> {
  return storePrepared(run, prepareConversations(run, read));
}

/** Conversations on their way from the source to what is stored. */
export interface PreparedConversations {
  readonly mapped: readonly (Mapped & { readonly parts: ReadConversation })[];
  readonly fields: readonly Parsed[];
  readonly mentioned: readonly Mentioned[];
  readonly conversations: readonly Parsed[];
}

type Parsed = Change | Fault;

/** A record of what conversations name, and how it looks where it is stored as it is. */
interface Mentioned {
  readonly key: string;
  readonly text: string;
  readonly change: Parsed;
}

/** Makes ready what is stored of conversations, which looks at nothing that is stored: other conversations may be stored meanwhile. */
export function prepareConversations(run: Copying, read: readonly ReadConversation[]): PreparedConversations {
  const optionsBefore = optionsMet(run);
  const mapped = read.map((parts) => ({ parts, ...mapConversation(parts, run.context) }));
  const fields =
    optionsMet(run) > optionsBefore
      ? fieldRecordsOf(run.lists.definitions, run.lists.inboxes, run.context.met)
      : [];
  return {
    mapped,
    fields: fields.map(parseChange),
    mentioned: mentionedBy(mapped.flatMap((one) => one.mentioned)),
    conversations: mapped.map(({ record }) => parseChange(record)),
  };
}

/** Stores conversations that were made ready, and what must be known to tell their changes. */
export async function storePrepared(
  run: Copying,
  { mapped, fields, mentioned, conversations }: PreparedConversations,
): Promise<void> {
  const read = mapped.map(({ parts }) => parts);
  const records = mapped.map(({ record }) => record);
  const before = { ...run.state.refused };
  const refusals = await run.writeParsed([...fields, ...freshOf(run, mentioned), ...conversations]);
  remember(run, records, refusals);
  const isRefused = ({ conversation: { id } }: ReadConversation): boolean => String(id) in run.state.refused;
  await askAfterLists(
    run,
    read.filter((one) => isRefused(one) && !(one.conversation.id in before)),
  );
  if (fields.length + refusals.length > 0) await save(run);
  await saveKnown(
    run.database,
    run.accountKey,
    mapped.map(({ parts, unfit }) => ({
      id: String(parts.conversation.id),
      createdAt: new Date(parts.conversation.createdAt * 1000),
      // What was refused differs from whatever is read next.
      version: isRefused(parts) ? null : parts.version,
      isComplete: parts.read !== null,
      parts: storedPartsOf(run, parts, unfit),
    })),
  );
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

function optionsMet({ context }: Copying): number {
  return Array.from(context.met.values(), ({ size }) => size).reduce((sum, size) => sum + size, 0);
}

/** More are forgotten, and written once more. */
const mostWritten = 50_000;

/** Of several records of one id the last. */
function mentionedBy(records: readonly NamedRecord[]): Mentioned[] {
  const last = new Map(records.map((record) => [`${record.type} ${record.id}`, record]));
  return Array.from(last, ([key, record]) => ({
    key,
    text: JSON.stringify(record),
    change: parseChange(record),
  }));
}

/** The records that are not stored as they are. */
function freshOf({ written }: Copying, mentioned: readonly Mentioned[]): Parsed[] {
  if (written.size > mostWritten) written.clear();
  return mentioned.flatMap(({ key, text, change }) => {
    if (written.get(key) === text) return [];
    written.set(key, text);
    return [change];
  });
}

const afterLists = { quiet: 10_000, patience: 10_000 };

/** An inbox that nobody knows may have been made since the lists were read: they are read anew, and then these conversations. */
async function askAfterLists(
  { database, accountKey, lists, time }: Copying,
  refused: readonly ReadConversation[],
): Promise<void> {
  const inboxes = new Set(lists.inboxes.map(({ id }) => id));
  const things = refused
    .filter(({ conversation }) => !inboxes.has(conversation.inboxId))
    .map(({ conversation: { id } }) => ({ kind: 'conversation', id: String(id) }));
  if (things.length === 0) return;
  await saveMarks(database, accountKey, [{ kind: 'lists', id: '' }], time.now(), { quiet: 0, patience: 0 });
  await saveMarks(database, accountKey, things, time.now(), afterLists);
}
