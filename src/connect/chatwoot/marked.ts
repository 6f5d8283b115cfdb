import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import type { Mark } from '../hooks/marks.ts';
import { readKnown, saveKnown } from '../known.ts';
import { customerRecord } from '../records.ts';
import { SetAsideError } from '../requests/errors.ts';
import { askAgain } from './changes.ts';
import { copyThreads } from './copy-threads.ts';
import { unnameFormer } from './remove.ts';
import { partsOf, type Run } from './run.ts';
import type { SourceConversation } from './source.ts';

/** Fetches conversations and contacts that were marked. */
export async function fetchMarked(run: Run, marks: readonly Mark[]): Promise<'done' | 'reopen'> {
  const idsOf = (kind: string): number[] =>
    marks.filter((mark) => mark.kind === kind).map(({ id }) => Number(id));
  await askAgain(run, idsOf('conversation'));
  const touched = idsOf('conversation').map(String);
  for (const id of idsOf('contact')) touched.push(...(await fetchContact(run, id)));
  // Others may wait for much longer.
  await copyThreads(run, touched);
  await unnameFormer(run);
  return marks.some(({ kind }) => kind === 'lists') ? 'reopen' : 'done';
}

/**
 * A contact's name, or that it is blocked, changes what is known of its conversations, which Chatwoot does not say. Returns the ids of
 * those.
 */
async function fetchContact(run: Run, id: number): Promise<readonly string[]> {
  const { database, accountKey, write, written } = run;
  const ids = await conversationsOf(run, id);
  if (ids.length === 0) return [];
  const contact = await run.client.contact(id).catch((error: unknown) => {
    // The polls tell of what happens to its conversations.
    if (error instanceof SetAsideError) return undefined;
    throw error;
  });
  if (contact === undefined) return [];
  if (contact === null) {
    await askAgain(run, ids.map(Number));
    return ids;
  }
  const known = Array.from((await readKnown(database, accountKey, ids)).values());
  const changed = known.flatMap((one) => {
    const parts = partsOf(one.parts);
    const before = parts?.conversation.contact;
    if (!parts || before?.id !== id || isSame(before, contact)) return [];
    const isComplete = one.isComplete && before.blocked === contact.blocked;
    return [{ ...one, isComplete, parts: { ...parts, conversation: { ...parts.conversation, contact } } }];
  });
  if (changed.length === 0) return [];
  await saveKnown(database, accountKey, changed);
  const record = customerRecord(contact);
  written.set(`customer ${id}`, JSON.stringify(record));
  await write([record]);
  return ids;
}

type Contact = NonNullable<SourceConversation['contact']>;

function isSame(one: Contact, other: Contact): boolean {
  return one.name === other.name && one.blocked === other.blocked;
}

async function conversationsOf({ database, accountKey }: Run, contact: number): Promise<string[]> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select c.id from conversations c
      join customers u on u.account_key = c.account_key and u.key = c.customer_key
      where c.account_key = ${accountKey} and u.account_key = ${accountKey} and u.id = ${String(contact)}`,
    z.object({ id: z.string() }),
  );
  return rows.map(({ id }) => id);
}
