import type { Database } from '../../database/client.ts';
import { type Connection, saveState } from '../connections.ts';
import { readHook } from '../hooks/stored.ts';
import type { Task, Work } from '../source.ts';
import type { Surroundings } from '../surroundings.ts';
import { check } from './check/check.ts';
import { copyAll } from './copy.ts';
import { fetchMarked } from './marked.ts';
import { openRun } from './open.ts';
import { poll } from './poll.ts';
import { isReconcilingDue } from './quiet-hour.ts';
import { reconcile } from './reconcile.ts';
import type { Run } from './run.ts';
import { enableWebhook } from './webhooks.ts';

const minute = 60_000;
const hour = 60 * minute;

/** With the half minute that a poll leaves out, a change shows within 75 seconds. */
const pollMilliseconds = 40_000;
const pollBesideHooksMilliseconds = 5 * minute;

/** How long the lists are good. */
export const listsMilliseconds = 24 * hour;

/** Takes a stored connection up. */
export async function openWork(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
): Promise<Work> {
  const run = await openRun(database, connection, surroundings);
  return {
    state: run.state,
    save: () => saveState(run),
    isCopied: () => run.state.phase === 'complete',
    copyOnce: () => copyOrCatchUp(run),
    tasks: tasksOf(run),
    fetchMarked: (marks) => fetchMarked(run, marks),
    check: (options, own) => check(run, options, own),
  };
}

async function copyOrCatchUp(run: Run): Promise<void> {
  const { state, time } = run;
  await copyAll(run);
  const now = time.now();
  await poll(run);
  state.ranAt['poll'] = now;
  state.reconciledAt ??= now;
}

function tasksOf(run: Run): Task[] {
  const { state, settings, time } = run;
  return [
    {
      name: 'poll',
      every: (hooksArrive) => (hooksArrive ? pollBesideHooksMilliseconds : pollMilliseconds),
      run: () => poll(run),
    },
    { name: 'webhook', every: () => hour, run: () => keepEnabled(run) },
    {
      name: 'reconcile',
      every: () => hour,
      run: async () => {
        if (isReconcilingDue(state.reconciledAt, time.now(), settings.timeZone)) await reconcile(run);
      },
    },
  ];
}

/** Tells of it in the log, and in `connect status` until the lists are read again. */
async function keepEnabled({ database, accountKey, client, state, time, tell }: Run): Promise<void> {
  const hook = await readHook(database, accountKey);
  if (!hook || !(await enableWebhook(client, hook))) return;
  const notice = 'Help Scout had disabled the webhook; it was enabled again';
  tell?.(notice);
  state.notices.push(`${notice} at ${new Date(time.now()).toISOString()}`);
}
