import type { Database } from '../../database/client.ts';
import type { Connection } from '../connections.ts';
import type { Task, Work } from '../source.ts';
import type { Surroundings } from '../surroundings.ts';
import { askAgain, fetchVanished, followChanges, pollConversations } from './changes.ts';
import { check } from './check.ts';
import { copyAll } from './copy.ts';
import { manyConversations } from './copy-pages.ts';
import { copyThreads } from './copy-threads.ts';
import { readUnreadable } from './explain.ts';
import { fetchMarked } from './marked.ts';
import { openRun } from './open.ts';
import { followRatings } from './ratings.ts';
import { type Run, save } from './run.ts';
import { restTruth } from './truth.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long the lists are good. */
export const listsMilliseconds = 10 * minute;

const pollMilliseconds = minute;
const pollBesideHooksMilliseconds = 5 * minute;
const shortestPollMilliseconds = 15_000;
const manyChanged = 150;
const fewChanged = 30;

const checkedMilliseconds = 180 * day;

/** Takes a stored connection up. */
export async function openWork(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
): Promise<Work> {
  const run = await openRun(database, connection, surroundings);
  const { accountKey } = connection;
  const isLarge = (await database.prisma.conversation.count({ where: { accountKey } })) > manyConversations;
  return {
    state: run.state,
    save: () => save(run),
    isCopied: () => run.state.phase === 'complete',
    copyOnce: () => (run.state.phase === 'complete' ? followChanges(run) : copyFirst(run)),
    tasks: tasksOf(run, isLarge),
    fetchMarked: (marks) => fetchMarked(run, marks),
    check: (options) => check({ ...run, truth: restTruth(run) }, options),
  };
}

/** The first copy ends with what happened meanwhile, and with the proof that it is right. */
async function copyFirst(run: Run): Promise<void> {
  const { state, time } = run;
  await copyAll(run);
  await fetchVanished(run);
  await pollConversations(run);
  const now = time.now();
  await check({ ...run, truth: restTruth(run) }, { repair: true, print: () => {} });
  for (const { name } of tasksOf(run, false)) state.ranAt[name] = now;
}

function tasksOf(run: Run, isLarge: boolean): Task[] {
  const { time } = run;
  return [
    { name: 'lists', every: () => listsMilliseconds, run: () => fetchVanished(run) },
    { name: 'ratings', every: () => listsMilliseconds, run: () => followRatings(run) },
    { name: 'unreadable', every: () => day, run: () => askUnreadable(run) },
    { name: 'walk', every: () => (isLarge ? 7 : 1) * day, run: async () => void (await walkNext(run)) },
    pollOf(run),
    {
      name: 'check of everything',
      every: () => day,
      run: async () => {
        await check({ ...run, truth: restTruth(run) }, { repair: true, print: () => {} });
        run.state.ranAt['check'] = time.now();
      },
    },
    { name: 'check', every: () => hour, run: () => checkRecent(run) },
  ];
}

/** What Chatwoot could not show it may show by now. */
async function askUnreadable(run: Run): Promise<void> {
  const { counted, gone } = await readUnreadable(run);
  await askAgain(run, [...counted, ...gone].map(Number));
  await copyThreads(run);
}

/** The poll that follows looks at everything. */
async function walkNext({ state }: Run): Promise<void> {
  state.mustWalk = true;
  delete state.ranAt['poll'];
}

/** Polls come more often while much changes. */
function pollOf(run: Run): Task {
  let pause = pollMilliseconds;
  return {
    name: 'poll',
    every: (hooksArrive) => (hooksArrive && pause === pollMilliseconds ? pollBesideHooksMilliseconds : pause),
    run: async () => {
      const changed = await pollConversations(run);
      if (changed > manyChanged) pause = Math.max(shortestPollMilliseconds, pause / 2);
      if (changed < fewChanged) pause = pollMilliseconds;
    },
  };
}

/** The last half year; what differs is asked for again. */
async function checkRecent(run: Run): Promise<void> {
  const since = Math.floor((run.time.now() - checkedMilliseconds) / 1000);
  await check({ ...run, truth: restTruth(run) }, { since, repair: true, print: () => {} });
}
