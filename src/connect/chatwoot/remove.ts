import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { countIncomplete, forgetKnown, readKnown } from '../known.ts';
import { type Copying, partsOf, save } from './run.ts';

/** Marks conversations deleted that Chatwoot no longer has, and takes the names of customers who have no other. */
export async function removeConversations(run: Copying, ids: readonly number[]): Promise<void> {
  const { database, accountKey, write } = run;
  if (ids.length === 0) return;
  const texts = ids.map(String);
  const parts = Array.from((await readKnown(database, accountKey, texts)).values(), (known) =>
    partsOf(known.parts),
  );
  await write(texts.map((id) => ({ type: 'conversationDeletion', id, isErased: true })));
  await forgetKnown(database, accountKey, texts);
  for (const id of texts) delete run.state.refused[id];
  await unnameCustomers(
    run,
    parts.flatMap((one) => one?.conversation.contact?.id ?? []),
  );
}

/** Takes the names of customers whom no stored conversation refers to any more. */
async function unnameCustomers(
  { database, accountKey, write, written }: Copying,
  ids: readonly number[],
): Promise<void> {
  const left = await readRows(
    database,
    Prisma.sql`
      select u.id from customers u
      where u.account_key = ${accountKey} and u.id = any(${ids.map(String)}::text[]) and u.name is not null
        and not exists (
          select from conversations c where c.account_key = ${accountKey} and c.customer_key = u.key
        )`,
    z.object({ id: z.string() }),
  );
  for (const { id } of left) written.delete(`customer ${id}`);
  await write(left.map(({ id }) => ({ type: 'customer', id })));
}

/**
 * Remembers contacts whom conversations referred to, before these are known to refer to others: where the work stops in between it
 * is still known whose names to take.
 */
export async function keepFormer(run: Copying, contacts: readonly number[]): Promise<void> {
  if (contacts.length === 0) return;
  run.state.formerContacts = [...new Set([...run.state.formerContacts, ...contacts])];
  await save(run);
}

/** Takes the names of former contacts. It waits until no conversation is left that may be stored with one of them. */
export async function unnameFormer(run: Copying): Promise<void> {
  const { database, accountKey, state } = run;
  if (state.formerContacts.length === 0 || (await countIncomplete(database, accountKey)) > 0) return;
  await unnameCustomers(run, state.formerContacts);
  state.formerContacts = [];
  await save(run);
}
