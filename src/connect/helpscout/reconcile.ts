import { z } from 'zod';
import { Prisma } from '../../database/generated/client.ts';
import { readRows } from '../../database/read.ts';
import { saveState } from '../connections.ts';
import { readKnown } from '../known.ts';
import { refusedConversations } from '../refused.ts';
import { shaped } from '../requests/shape.ts';
import type { Page, Window } from './client.ts';
import { monthAfter, monthsDown } from './copy.ts';
import { RefusedError } from './errors.ts';
import { fetchConversation } from './fetch.ts';
import { readChangedAgain } from './poll.ts';
import { removeConversations } from './remove.ts';
import { nowOf, type Run } from './run.ts';
import { halvesOf, readBackwards } from './windows.ts';

const rereadSeconds = 7 * 86_400;

/** Finds what neither searches nor hooks told of: conversations that are gone or were missed, and changes of the last days. */
export async function reconcile(run: Run): Promise<void> {
  const { state, settings, time } = run;
  const first = Math.max(state.firstMonth ?? 0, settings.since ?? 0);
  for (const month of monthsDown(monthAfter(nowOf(run)), first)) {
    await reconcileMonth(run, { from: Math.max(month.from, first), to: month.to });
    await run.between?.();
  }
  await readChangedAgain(run, rereadSeconds);
  // What could not be stored may be readable by now, or gone.
  const refused = refusedConversations(state).map(Number);
  for (const id of new Set([...(await unreadable(run)), ...refused])) await fetchConversation(run, id);
  state.reconciledAt = time.now();
  await saveState(run);
}

/** A month that Help Scout refuses to search is remembered, and the others are compared all the same. */
async function reconcileMonth(run: Run, month: Window): Promise<void> {
  const name = `reconciliation from ${month.from} to ${month.to}`;
  try {
    await reconcileWindow(run, month);
    delete run.state.refused[name];
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    run.state.refused[name] = error.message;
  }
}

/** Compares how many conversations were created in a window, and their ids where the numbers differ. */
async function reconcileWindow(run: Run, window: Window): Promise<void> {
  const ask = (part: Window, page: number): Promise<Page<unknown>> =>
    run.client.conversations(
      { status: 'all', sortField: 'createdAt', window: part, embedsThreads: false },
      page,
    );
  const first = await ask(window, 1);
  const stored = await storedIn(run, window);
  if (first.totalElements === stored.length) return;
  const halves = halvesOf(window, first);
  if (halves) {
    for (const half of halves) await reconcileWindow(run, half);
    return;
  }
  const there = new Set<number>();
  const store = async (items: readonly unknown[]): Promise<void> => {
    for (const item of items) there.add(shaped(idAnswer, item).id);
  };
  await readBackwards({ ask, store }, window, first);
  await removeConversations(
    run,
    stored.filter((id) => !there.has(id)),
  );
  for (const id of await unknownOf(run, [...there])) await fetchConversation(run, id);
}

const idAnswer = z.object({ id: z.int() });
const idRow = z.object({ id: z.string() });

/** Conversations that were created in a window and are not deleted, without spam where lists of all leave it out. */
async function storedIn({ database, accountKey, state }: Run, { from, to }: Window): Promise<number[]> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select id from conversations
      where account_key = ${accountKey} and not deleted
        and created_at >= to_timestamp(${from}::float8) and created_at < to_timestamp(${to + 1}::float8)
        and (${state.allHasSpam} or status <> 'spam')`,
    idRow,
  );
  return rows.map(({ id }) => Number(id));
}

/** Those of which nothing is known. */
async function unknownOf({ database, accountKey }: Run, ids: readonly number[]): Promise<number[]> {
  const known = await readKnown(database, accountKey, ids.map(String));
  return ids.filter((id) => !known.has(String(id)));
}

async function unreadable({ database, accountKey }: Run): Promise<number[]> {
  const rows = await readRows(
    database,
    Prisma.sql`
      select id from connection_conversations
      where account_key = ${accountKey} and unreadable_since is not null`,
    idRow,
  );
  return rows.map(({ id }) => Number(id));
}
