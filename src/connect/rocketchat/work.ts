import type { Database } from '../../database/client.ts';
import type { Connection } from '../connections.ts';
import { AccessError } from '../requests/errors.ts';
import type { Work } from '../source.ts';
import type { Surroundings } from '../surroundings.ts';
import { check } from './check.ts';
import type { Client } from './client.ts';
import { copyMessages } from './copy-messages.ts';
import { copyRooms } from './copy-rooms.ts';
import { markFetcher } from './marked.ts';
import { pollRooms } from './poll.ts';
import { reconcile } from './reconcile.ts';
import { openRun, type Run, save } from './run.ts';

const pollMilliseconds = 30_000;
const hour = 3_600_000;
const day = 24 * hour;

/** How long departments, agents and fields are good. */
export const listsMilliseconds = hour;

/** Takes a stored connection by REST up. */
export async function openWork(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
): Promise<Work> {
  const run = await openRun(database, connection, surroundings);
  const { state } = run;
  return {
    state,
    save: () => save(run),
    isCopied: () => state.phase === 'complete',
    copyOnce: () => (state.phase === 'complete' ? followChanges(run) : copyFirst(run)),
    tasks: [
      { name: 'poll', every: () => pollMilliseconds, run: () => pollRooms(run) },
      { name: 'reconcile', every: () => day, run: () => reconcile(run) },
    ],
    fetchMarked: markFetcher(run),
    check: async (options) => {
      await assertSeesAll(run.client);
      return check(run, options);
    },
  };
}

/** The first copy from where it stopped, with what happened meanwhile. */
async function copyFirst(run: Run): Promise<void> {
  const { state, time, progress } = run;
  if (state.phase === 'rooms') {
    await copyRooms(run);
    state.phase = 'messages';
    await save(run);
  }
  await copyMessages(run);
  state.phase = 'complete';
  state.windows = null;
  await pollRooms(run);
  Object.assign(state.ranAt, { poll: time.now(), reconcile: time.now() });
  await save(run);
  progress.end();
}

async function followChanges(run: Run): Promise<void> {
  await pollRooms(run);
  await reconcile(run);
  run.progress.end();
}

/** Throws an `AccessError` where Rocket.Chat's report shows the user a part of the rooms alone: the numbers would differ for no reason. */
async function assertSeesAll(client: Client): Promise<void> {
  const { roles } = await client.me();
  const seesAll = roles.includes('admin') || roles.includes('livechat-manager');
  if (roles.includes('livechat-monitor') && !seesAll)
    throw new AccessError(
      'the user is a monitor of units, whom the report shows these alone: check with the token of a manager',
    );
}
