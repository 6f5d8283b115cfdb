import type { Page, Window } from './client.ts';

/** Pages further back than this are not relied on: nobody says how deep one may page. */
const mostPages = 40;

type AskPage = (window: Window, page: number) => Promise<Page<unknown>>;
type StorePage = (items: readonly unknown[]) => Promise<void>;

/** What is to be done with a window whose first page is known. */
export interface WindowWork {
  readonly ask: AskPage;
  readonly store: StorePage;
  /** Told when a window, or the part of one, is stored: later ones come first. */
  readonly finished?: (window: Window) => Promise<void>;
}

/** Stores a window, in halves where it has too many pages, the later half first. */
export async function readWindow(work: WindowWork, window: Window): Promise<void> {
  const first = await work.ask(window, 1);
  const halves = halvesOf(window, first);
  if (halves) for (const half of halves) await readWindow(work, half);
  else {
    const grew = await readBackwards(work, window, first);
    // Something has entered an old window, such as an import with old dates.
    if (grew) await readBackwards(work, window, await work.ask(window, 1));
    await work.finished?.(window);
  }
}

/** The halves of a window that has too many pages, the later first; undefined where it is read whole. */
export function halvesOf({ from, to }: Window, { totalPages }: Page<unknown>): [Window, Window] | undefined {
  if (totalPages <= mostPages || from >= to) return undefined;
  const middle = Math.floor((from + to) / 2);
  return [
    { from: middle + 1, to },
    { from, to: middle },
  ];
}

/**
 * Reads from the last page to the first: what leaves the list meanwhile moves others only towards pages that are still to be read.
 * Returns whether there are more at the end than there were at the beginning.
 */
export async function readBackwards(
  { ask, store }: WindowWork,
  window: Window,
  first: Page<unknown>,
): Promise<boolean> {
  if (first.totalPages <= 1) {
    await store(first.items);
    return false;
  }
  let total = first.totalElements;
  for (let page = first.totalPages; page >= 1; page--) {
    const found = await ask(window, page);
    total = found.totalElements;
    await store(found.items);
  }
  return total > first.totalElements;
}
