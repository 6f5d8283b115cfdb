import { z } from 'zod';
import type { Database } from '../../../database/client.ts';
import { Prisma } from '../../../database/generated/client.ts';
import type { Connection } from '../../connections.ts';
import type { Mark } from '../../hooks/marks.ts';
import type { Task, Work } from '../../source.ts';
import type { Surroundings } from '../../surroundings.ts';
import { id } from '../answers.ts';
import { check } from '../check.ts';
import { followInboxTypes } from '../inbox-types.ts';
import { clientIfAny } from '../open.ts';
import { membersOf, save } from '../run.ts';
import type { Truth } from '../truth.ts';
import { vanishedFrom } from '../vanished.ts';
import { compareAll, removeGone } from './compare.ts';
import { copyAll } from './copy.ts';
import { openRun } from './open.ts';
import { readRows, type TablesRun } from './run.ts';
import { fetchByDisplayIds, fetchConversations } from './store.ts';
import { followNew, followRatings, followUpdated } from './sweeps.ts';
import { tablesTruth } from './truth.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const newMilliseconds = 10_000;
const checkedMilliseconds = 180 * day;

/** Takes a stored connection up that is read by Chatwoot's own database. */
export async function openTablesWork(
  database: Database,
  connection: Connection,
  surroundings: Surroundings,
): Promise<Work> {
  const run = await openRun(database, connection, surroundings);
  const truth = tablesTruth(run, clientIfAny(run.settings, run.state, surroundings));
  const { tables } = run.state;
  return {
    state: run.state,
    save: () => save(run),
    isCopied: () => tables.isCopied,
    copyOnce: () => (tables.isCopied ? followAll(run) : copyFirst(run, truth)),
    tasks: tasksOf(run, truth),
    fetchMarked: (marks) => fetchMarked(run, marks),
    check: (options) => check({ ...run, truth }, options),
  };
}

/** The first copy ends with what happened meanwhile, and with the proof that it is right. */
async function copyFirst(run: TablesRun, truth: Truth): Promise<void> {
  const { state, time } = run;
  await copyAll(run);
  await followNew(run);
  await followUpdated(run);
  await fetchVanished(run);
  const now = time.now();
  await check({ ...run, truth }, { repair: true, print: () => {} });
  for (const { name } of tasksOf(run, truth)) state.ranAt[name] = now;
}

/** One round of everything that keeps a copy current. */
async function followAll(run: TablesRun): Promise<void> {
  await followNew(run);
  await followUpdated(run);
  await fetchVanished(run);
  await followRatings(run);
  await compareAll(run);
  run.progress.end();
}

function tasksOf(run: TablesRun, truth: Truth): Task[] {
  const { state, time } = run;
  const checked = { ...run, truth };
  return [
    { name: 'lists', every: () => 10 * minute, run: () => fetchVanished(run) },
    { name: 'new rows', every: () => newMilliseconds, run: () => followNew(run) },
    {
      name: 'changed rows',
      every: () => (state.tables.isSlow ? 30 : 5) * minute,
      run: () => followUpdated(run),
    },
    { name: 'ratings', every: () => 10 * minute, run: () => followRatings(run) },
    { name: 'deleted rows', every: () => hour, run: () => removeGone(run) },
    { name: 'all rows', every: () => day, run: () => compareAll(run) },
    {
      name: 'check of everything',
      every: () => day,
      run: async () => {
        await check(checked, { repair: true, print: () => {} });
        state.ranAt['check'] = time.now();
      },
    },
    {
      name: 'check',
      every: () => hour,
      run: async () => {
        const since = Math.floor((time.now() - checkedMilliseconds) / 1000);
        await check(checked, { since, repair: true, print: () => {} });
      },
    },
  ];
}

/** Agents, teams and labels that are taken away leave no trace in the conversations that had one. */
async function fetchVanished(run: TablesRun): Promise<void> {
  await followInboxTypes(run, (inbox) => fetchAll(run, Prisma.sql`inbox_id = ${inbox.id}`));
  await fetchByDisplayIds(run, await vanishedFrom(run));
  run.state.members = membersOf(run.lists);
  await save(run);
}

const idRow = z.object({ id });

async function fetchAll(run: TablesRun, which: Prisma.Sql): Promise<void> {
  const { account } = run.options;
  const rows = await readRows(
    run,
    idRow,
    Prisma.sql`select id from conversations where account_id = ${account} and ${which} order by id`,
  );
  await fetchConversations(
    run,
    rows.map((row) => row.id),
  );
}

/** Fetches conversations that were marked, and those of marked contacts. */
async function fetchMarked(run: TablesRun, marks: readonly Mark[]): Promise<'done' | 'reopen'> {
  const idsOf = (kind: string): number[] =>
    marks.filter((mark) => mark.kind === kind).map((mark) => Number(mark.id));
  await fetchByDisplayIds(run, idsOf('conversation'));
  await fetchAll(run, Prisma.sql`contact_id = any(${idsOf('contact')}::bigint[])`);
  return marks.some(({ kind }) => kind === 'lists') ? 'reopen' : 'done';
}
