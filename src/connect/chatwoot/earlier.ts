import type { RecordOf } from '../../import/record.ts';
import { readStoredConversations } from '../../import/stored-conversations.ts';
import type { KnownConversation } from '../known.ts';
import type { Earlier } from './conversation.ts';
import { partsOf, type Run, type StoredParts } from './run.ts';
import type { SourceEvent } from './source.ts';
import { type EarlierThread, isTold } from './threads.ts';

/** The stored messages of those conversations to which new ones are only added. */
export async function readEarlier(
  { database, accountKey }: Run,
  known: readonly KnownConversation[],
): Promise<Map<string, Earlier>> {
  const grown = new Map(
    known.flatMap(({ id, parts: unknown }) => {
      const parts = partsOf(unknown);
      return parts && isGrown(parts) ? [[id, parts]] : [];
    }),
  );
  const stored = await readStoredConversations(database.prisma, accountKey, grown.keys());
  return new Map(
    Array.from(stored, ([id, { threads }]) => [
      id,
      { threads: (threads ?? []).flatMap(earlierOf), isCall: grown.get(id)?.read?.isCall ?? false },
    ]),
  );
}

/** Whether the messages that were read before are all that came before the last one, and mean what they meant. */
function isGrown({ conversation, told, read }: StoredParts): boolean {
  return (
    read?.isCall !== undefined &&
    told.lastMessageId >= read.lastMessageId &&
    conversation.firstReplyAt === read.firstReplyAt &&
    (conversation.contact?.id ?? null) === read.contactId
  );
}

/** Whether stored threads are enough besides new messages: what tells that a conversation was closed may be a line among them. */
export function isRest({ conversation }: StoredParts, events: readonly SourceEvent[]): boolean {
  return conversation.status !== 'resolved' || isTold('resolved', events);
}

type Stored = NonNullable<RecordOf<'conversation'>['threads']>[number];

/** Events are read anew. */
function earlierOf({ id, kind, createdAt, userId, customerId, workflowId, status }: Stored): EarlierThread[] {
  if (id.startsWith('event-')) return [];
  return [
    {
      id,
      kind,
      createdAt: Number(createdAt / 1_000_000n),
      ...(userId && { userId }),
      ...(customerId && { customerId }),
      ...(workflowId && { workflowId }),
      ...(status && { status }),
    },
  ];
}
