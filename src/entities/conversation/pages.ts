import type { Database } from '../../database/client.ts';
import { type PlacedRow, readPage } from './query.ts';
import type { Place, Rows, Sorting } from './rows.ts';

/** Conversations that one statement of a whole list reads: enough to be fast, few enough to hold. */
const pageLength = 2000;

/** Reads a whole list, a page at each call and never two at once; null after the last. */
export function pagesOf(database: Database, rows: Rows, sorting: Sorting): () => Promise<PlacedRow[] | null> {
  let after: Place | null = null;
  let isDone = false;
  return async () => {
    if (isDone) return null;
    const page = await readPage(database, { ...sorting, rows, after, limit: pageLength });
    const last = page.at(-1);
    isDone = page.length < pageLength;
    if (!last) return null;
    after = { value: last.orderValue, id: last.id };
    return page;
  };
}
