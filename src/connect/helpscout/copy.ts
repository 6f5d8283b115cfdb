import { saveState } from '../connections.ts';
import { AccessError } from '../requests/errors.ts';
import { shaped } from '../requests/shape.ts';
import { conversationAnswer } from './answers.ts';
import type { Search, Window } from './client.ts';
import { ForbiddenError, RefusedError } from './errors.ts';
import { fetchKnown } from './fetch.ts';
import { monthOf } from './ratings.ts';
import { nowOf, type Run } from './run.ts';
import { type StoreOptions, storeAnswers } from './store.ts';
import { readWindow } from './windows.ts';

/** Before Help Scout there was nothing in it. */
const beginning = Date.UTC(2011, 0) / 1000;

/** Copies the whole account, from where the copy stopped before: months by creation, the newest first. */
export async function copyAll(run: Run): Promise<void> {
  const { state } = run;
  if (state.startedAt === null) {
    state.startedAt = nowOf(run);
    await saveState(run);
  }
  if (state.phase === 'windows') {
    await copyMonths(run, state.startedAt);
    state.phase = 'spam';
    await saveState(run);
  }
  if (state.phase === 'spam') {
    if (!state.allHasSpam) {
      const window = { from: run.settings.since ?? beginning, to: state.startedAt };
      await readAndStore(run, { status: 'spam', sortField: 'createdAt', window, embedsThreads: true });
    }
    state.changedUntil = state.startedAt;
    state.phase = 'complete';
    await saveState(run);
  }
  run.progress.end();
}

async function copyMonths(run: Run, startedAt: number): Promise<void> {
  const { state, settings } = run;
  state.firstMonth ??= await firstMonth(run, startedAt);
  const first = Math.max(state.firstMonth, settings.since ?? 0);
  for (const month of monthsDown(state.copiedFrom ?? monthAfter(startedAt), first)) {
    const window = { from: Math.max(month.from, first), to: month.to };
    await readAndStore(run, { status: 'all', sortField: 'createdAt', window, embedsThreads: true });
  }
}

/** The month of the oldest conversation; without one there is nothing to go back to. */
async function firstMonth({ client, progress }: Run, startedAt: number): Promise<number> {
  const { items, totalElements } = await client.oldest().catch(deniedAll);
  progress.phase('conversations', totalElements);
  const [oldest] = items;
  if (oldest === undefined) return monthOf(startedAt);
  return monthOf(Date.parse(shaped(conversationAnswer.pick({ createdAt: true }), oldest).createdAt) / 1000);
}

function deniedAll(error: unknown): never {
  if (error instanceof ForbiddenError) throw new AccessError(error.message);
  throw error;
}

/** Months, or what is left of one, from the newest to the oldest. */
export function* monthsDown(end: number, first: number): Generator<Window> {
  for (let next = end; next > first; ) {
    const from = monthOf(next - 1);
    yield { from, to: next - 1 };
    next = from;
  }
}

/** When the next month begins. */
export function monthAfter(seconds: number): number {
  const at = new Date(seconds * 1000);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1) / 1000;
}

/** Reads a window and stores what it holds. One that Help Scout refuses to search is remembered, and the rest goes on. */
export async function readAndStore(run: Run, search: Search, options: StoreOptions = {}): Promise<void> {
  const { client, state } = run;
  const { status, sortField, window } = search;
  const isCopy = sortField === 'createdAt' && status === 'all';
  const name = `${status} from ${window.from} to ${window.to}`;
  try {
    await readWindow(
      {
        ask: (part, page) => client.conversations({ ...search, window: part }, page).catch(deniedAll),
        store: (items) => storePage(run, status, items, options),
        finished: async ({ from }) => {
          if (isCopy) state.copiedFrom = from;
          await saveState(run);
        },
      },
      window,
    );
    delete state.refused[name];
  } catch (error) {
    if (!(error instanceof RefusedError) || sortField === 'modifiedAt') throw error;
    state.refused[name] = error.message;
    if (isCopy) state.copiedFrom = window.from;
    await saveState(run);
  }
}

/** Stores a page of a list. */
export async function storePage(
  run: Run,
  status: Search['status'],
  items: readonly unknown[],
  options: StoreOptions = {},
): Promise<void> {
  if (status === 'all' && items.some(isSpam)) run.state.allHasSpam = true;
  await fetchKnown(run, await storeAnswers(run, items, options));
  run.progress.done(items.length);
  await run.between?.();
}

function isSpam(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'status' in item && item.status === 'spam';
}
