import type { Database } from '../../database/client.ts';
import type { Work } from '../source.ts';
import type { Time } from '../time.ts';
import { deleteMarks, putOff, readDueMarks } from './marks.ts';

/** Marks that are worked off together. */
const mostAtOnce = 100;

/** What could not be fetched is tried again after so long. */
const retryMilliseconds = 60_000;

/** Fetches what is marked and due, once each. A mark that comes while its thing is fetched stays for the next time. */
export async function workOffMarks(
  database: Database,
  accountKey: number,
  work: Pick<Work, 'fetchMarked'>,
  time: Time,
): Promise<'done' | 'reopen'> {
  const marks = await readDueMarks(database, accountKey, time.now(), mostAtOnce);
  if (marks.length === 0) return 'done';
  await putOff(database, accountKey, marks, time.now() + retryMilliseconds);
  const outcome = await work.fetchMarked(marks);
  await deleteMarks(database, accountKey, marks);
  return outcome;
}
