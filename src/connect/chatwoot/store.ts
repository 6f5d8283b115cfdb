import { saveMarks } from '../hooks/marks.ts';
import { saveKnown } from '../known.ts';
import type { NamedRecord } from '../records.ts';
import { mapConversation } from './conversation.ts';
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
  const before = { ...run.state.refused };
  const refusals = await run.write([...fields, ...mentioned, ...records]);
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
