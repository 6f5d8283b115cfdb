import type { Mark } from '../hooks/marks.ts';
import { copyMessages } from './copy-messages.ts';
import { readRooms, storeChanged } from './copy-rooms.ts';
import { pollRooms } from './poll.ts';
import { type Run, save } from './run.ts';

/** A room is read once in so long, however many messages it gets. */
const leastMilliseconds = 2000;

/** Reads marked rooms, with their messages. What Rocket.Chat does not show by its id is left to a poll at once. */
export function markFetcher(run: Run): (marks: readonly Mark[]) => Promise<'done'> {
  const readAt = new Map<string, number>();
  return async (marks) => {
    const { time, client } = run;
    const last = Math.max(0, ...marks.map(({ id }) => readAt.get(id) ?? 0));
    await time.sleep(Math.max(0, last + leastMilliseconds - time.now()));
    readAt.clear();
    for (const { id } of marks) readAt.set(id, time.now());
    const documents = await Promise.all(marks.map(({ id }) => client.room(id)));
    const rooms = documents.map((document) => readRooms(run, document === undefined ? [] : [document]));
    await storeChanged(run, rooms.flat());
    await copyMessages(
      run,
      rooms.flat().map(({ id }) => id),
    );
    run.progress.end();
    if (rooms.some(({ length }) => length === 0)) await pollRooms(run);
    else await save(run);
    return 'done';
  };
}
