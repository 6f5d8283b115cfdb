import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { RecordOf } from '../../import/record.ts';
import { readStoredConversations } from '../../import/stored-conversations.ts';
import { readKnown, saveKnown } from '../known.ts';
import { instantOf } from '../records.ts';
import { channelOf, subjectOf, typeOf } from './conversation.ts';
import { type Copying, partsOf } from './run.ts';
import type { SourceInbox } from './source.ts';

const batchSize = 500;

/** Chatwoot groups conversations by what their inbox is now: where that has changed, all of them are written anew. */
export async function followInboxTypes(
  run: Copying,
  rewrite: (inbox: SourceInbox) => Promise<void>,
): Promise<void> {
  const { state, lists } = run;
  for (const inbox of lists.inboxes) {
    const before = state.channels[inbox.id];
    if (before !== undefined && before !== channelOf(inbox)) await rewrite(inbox);
    state.channels[inbox.id] = channelOf(inbox);
  }
}

/** Writes the stored conversations of an inbox with its type of now. */
export async function rewriteStored(run: Copying, { id: inboxId, channel }: SourceInbox): Promise<void> {
  const { database, accountKey, write, context } = run;
  const ids = await idsIn(run, inboxId);
  for (let start = 0; start < ids.length; start += batchSize) {
    const batch = ids.slice(start, start + batchSize);
    const known = await readKnown(database, accountKey, batch);
    const stored = await readStoredConversations(database.prisma, accountKey, batch);
    const changes = Array.from(stored.values(), (record) => {
      const parts = partsOf(known.get(record.id)?.parts);
      const conversationType = typeOf({ inboxId, channel }, parts?.read?.isCall ?? false, context);
      const subject = conversationType === 'email' ? subjectOf(parts?.conversation.subject) : {};
      return { ...attributesOf(record), conversationType, channel: channelOf({ channel }), ...subject };
    });
    await write(changes);
    const renamed = Array.from(known.values()).flatMap((one) => {
      const parts = partsOf(one.parts);
      return parts ? [{ ...one, parts: { ...parts, conversation: { ...parts.conversation, channel } } }] : [];
    });
    await saveKnown(database, accountKey, renamed);
  }
}

/** What is stored of a conversation besides its threads and ratings, which stay, and the subject. */
function attributesOf({
  threads: _threads,
  ratings: _ratings,
  subject: _subject,
  ...record
}: RecordOf<'conversation'>): object {
  return {
    ...Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)),
    type: 'conversationAttributes',
    createdAt: secondOf(record.createdAt),
    ...(record.closedAt != null && { closedAt: secondOf(record.closedAt) }),
  };
}

/** Chatwoot's instants are stored as whole seconds. */
function secondOf(micros: bigint): string {
  return instantOf(Number(micros / 1_000_000n));
}

async function idsIn({ database, accountKey }: Copying, inboxId: number): Promise<string[]> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select c.id from conversations c
      join mailboxes m on m.account_key = c.account_key and m.key = c.mailbox_key
      where c.account_key = ${accountKey} and m.account_key = ${accountKey} and m.id = ${String(inboxId)} and not c.deleted`,
    z.object({ id: z.string() }),
  );
  return rows.map(({ id }) => id);
}
