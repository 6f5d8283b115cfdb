import { chatwoot } from '../../src/connect/chatwoot/chatwoot.ts';
import type { ChatwootSettings } from '../../src/connect/chatwoot/state.ts';
import { connect, copyOnce } from '../../src/connect/connect.ts';
import { readConnection } from '../../src/connect/connections.ts';
import { type Progress, silentProgress } from '../../src/connect/progress.ts';
import type { Work } from '../../src/connect/source.ts';
import type { Database } from '../../src/database/client.ts';
import { stubToken } from './chatwoot-stub-state.ts';
import type { ChatwootTables } from './chatwoot-tables.ts';
import { type PassingTime, passingTime } from './passing-time.ts';

/** Time that passes at once, from when the made-up account is read. */
export function timeOfAccount(): PassingTime {
  return passingTime({ now: Date.parse('2024-04-02T08:00:00Z') / 1000 });
}

function surroundingsOf(
  { url }: Pick<ChatwootTables, 'url'>,
  time = timeOfAccount(),
  progress: Progress = silentProgress,
) {
  return {
    environment: { CHATWOOT_DATABASE: url, CHATWOOT_TOKEN: stubToken },
    time,
    signal: new AbortController().signal,
    progress,
    onSent: () => {},
  };
}

const settings: ChatwootSettings = {
  databaseEnv: 'CHATWOOT_DATABASE',
  account: 1,
  publicUrl: 'https://chat.example.com',
  types: {},
  rate: 240,
};

/** Runs `connect chatwoot --database-env CHATWOOT_DATABASE --once` in this process. */
export async function copyTables(
  tables: Pick<ChatwootTables, 'url'>,
  database: Database,
  time = timeOfAccount(),
  changed: Partial<ChatwootSettings> = {},
  progress?: Progress,
): Promise<Work> {
  const surroundings = surroundingsOf(tables, time, progress);
  const wanted = { ...settings, ...changed };
  const { connection } = await connect(database, chatwoot, wanted, { as: 'acme' }, surroundings);
  return copyOnce(database, connection, surroundings);
}

/** The work on the copied account. */
export async function openTables(
  tables: Pick<ChatwootTables, 'url'>,
  database: Database,
  time = timeOfAccount(),
): Promise<Work> {
  const connection = await readConnection(database, 'acme');
  if (!connection) throw new Error('there is no connection');
  return chatwoot.open(database, connection, surroundingsOf(tables, time));
}

/** Runs a task of the work now. */
export async function runTask(work: Work, name: string): Promise<void> {
  const task = work.tasks.find((one) => one.name === name);
  if (!task) throw new Error(`there is no task ${name}`);
  await task.run();
}
