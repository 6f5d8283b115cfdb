import { AccessError, SetAsideError } from '../requests/errors.ts';
import type { Client } from './client.ts';
import { ForbiddenError } from './errors.ts';
import type { Lists } from './lists.ts';

interface ReadLists {
  readonly lists: Lists;
  /** Lists that could not be read. */
  readonly notices: string[];
}

/** Reads what is small enough to be read whole. A list that the app may not have, or a mailbox lacks, is left out with a notice. */
export async function readLists(client: Client, chosen: readonly number[]): Promise<ReadLists> {
  const notices: string[] = [];
  const orNone = async <Item>(list: Promise<readonly Item[]>): Promise<readonly Item[]> => {
    try {
      return await list;
    } catch (error) {
      if (!(error instanceof SetAsideError)) throw error;
      notices.push(error.message);
      return [];
    }
  };
  const mailboxes: Lists['mailboxes'][number][] = [];
  for (const { id, name } of await readMailboxes(client, chosen)) {
    const folders = await orNone(client.folders(id));
    const fields = await orNone(client.fields(id));
    const savedReplies = await orNone(client.savedReplies(id));
    mailboxes.push({ id, name, folders, fields, savedReplies });
  }
  const lists = {
    mailboxes,
    users: await orNone(client.users()),
    teams: await orNone(client.teams()),
    tags: await orNone(client.tags()),
    workflows: await orNone(client.workflows()),
  };
  return { lists, notices };
}

/** The inboxes that are copied. Throws an `AccessError` where there are none. */
export async function readMailboxes(
  client: Client,
  chosen: readonly number[],
): Promise<readonly { id: number; name?: string | null | undefined }[]> {
  const seen = await client.mailboxes().catch((error: unknown) => {
    if (error instanceof ForbiddenError) throw new AccessError(error.message);
    throw error;
  });
  if (seen.length === 0) throw new AccessError('this user sees no inbox');
  const missing = chosen.filter((id) => !seen.some((mailbox) => mailbox.id === id));
  if (missing.length > 0) throw new AccessError(`this user does not see inbox ${missing.join(', ')}`);
  return chosen.length > 0 ? seen.filter(({ id }) => chosen.includes(id)) : seen;
}
