import { saveState } from '../connections.ts';
import type { Mark } from '../hooks/marks.ts';
import { customerRecord } from '../records.ts';
import { keepRefusals } from '../refused.ts';
import { SetAsideError } from '../requests/errors.ts';
import { fetchConversation, fetchKnown } from './fetch.ts';
import { tagRecords } from './lists.ts';
import { nameOf } from './mentions.ts';
import { readCustomerNames } from './names.ts';
import { removeConversations } from './remove.ts';
import type { Run } from './run.ts';

/** Fetches what hooks have told of. */
export async function fetchMarked(run: Run, marks: readonly Mark[]): Promise<'done'> {
  const idsOf = (kind: string): number[] =>
    marks.filter((mark) => mark.kind === kind).map(({ id }) => Number(id));
  await removeConversations(run, idsOf('deleted'));
  for (const id of idsOf('rating')) await fetchRating(run, id);
  for (const id of idsOf('conversation')) await fetchKnown(run, await fetchConversation(run, id));
  for (const id of idsOf('customer')) await fetchCustomer(run, id);
  if (marks.some(({ kind }) => kind === 'tags')) await fetchTags(run);
  await saveState(run);
  return 'done';
}

/** A rating tells its own time, and its conversation the rest. */
async function fetchRating(run: Run, id: number): Promise<void> {
  const rating = await run.client.rating(id).catch(undefinedWhereSetAside);
  if (!rating) return;
  run.ratings.byThread.set(rating.threadId, rating.createdAt);
  await fetchConversation(run, rating.conversationId);
}

/** The name of a customer who is stored; one who is gone has none. */
async function fetchCustomer(run: Run, id: number): Promise<void> {
  const { database, accountKey, client, write } = run;
  const known = await readCustomerNames(database, accountKey, [String(id)]);
  if (known.size === 0) return;
  const customer = await client.customer(id).catch(nullWhereSetAside);
  if (customer === null) return;
  const name = nameOf(customer?.firstName, customer?.lastName);
  keepRefusals(run.state, [], await write([customerRecord({ id, name })]));
}

async function fetchTags(run: Run): Promise<void> {
  const tags = await run.client.tags().catch(nullWhereSetAside);
  if (tags) keepRefusals(run.state, [], await run.write(tagRecords(tags)));
}

function undefinedWhereSetAside(error: unknown): undefined {
  nullWhereSetAside(error);
}

/** Polls find out later what could not be asked now. */
function nullWhereSetAside(error: unknown): null {
  if (error instanceof SetAsideError) return null;
  throw error;
}
