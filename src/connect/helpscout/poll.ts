import { saveState } from '../connections.ts';
import type { Search, Window } from './client.ts';
import { readAndStore, storePage } from './copy.ts';
import { RefusedError } from './errors.ts';
import { nowOf, type Run } from './run.ts';

/** The index that searches run on lags at times. */
const overlapSeconds = 600;
/** What changes just now may not have reached it. */
const settleSeconds = 30;

/** Stores what changed since the last poll, spam as well: Help Scout does not say whether that is among all. */
export async function poll(run: Run): Promise<void> {
  const { state, time } = run;
  const startedAt = time.now();
  const now = nowOf(run);
  const window = { from: (state.changedUntil ?? now) - overlapSeconds, to: now - settleSeconds };
  for (const status of ['all', 'spam'] as const) await readChanged(run, status, window);
  state.changedUntil = Math.max(window.to, state.changedUntil ?? 0);
  state.polledAt = startedAt;
  await saveState(run);
}

/** Reads again whatever changed in so many seconds, even what seems to be as it was. */
export async function readChangedAgain(run: Run, seconds: number): Promise<void> {
  const to = nowOf(run) - settleSeconds;
  for (const status of ['all', 'spam'] as const)
    await readChanged(run, status, { from: to - seconds, to }, { isForced: true });
}

async function readChanged(
  run: Run,
  status: Search['status'],
  window: Window,
  options: { isForced?: boolean } = {},
): Promise<void> {
  try {
    await readAndStore(run, { status, sortField: 'modifiedAt', window, embedsThreads: true }, options);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    // Forwards something is missed where lists move meanwhile, and then found the second time.
    for (const _time of [1, 2]) await readForwards(run, status, window.from, options);
  }
}

async function readForwards(
  run: Run,
  status: Search['status'],
  since: number,
  options: { isForced?: boolean },
): Promise<void> {
  for (let page = 1, last = 1; page <= last; page++) {
    const found = await run.client.changedSince(status, since, page);
    last = found.totalPages;
    await storePage(run, status, found.items, options);
  }
}
