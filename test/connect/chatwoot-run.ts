import { expect } from 'vitest';
import { chatwoot } from '../../src/connect/chatwoot/chatwoot.ts';
import { openRun } from '../../src/connect/chatwoot/open.ts';
import type { Run } from '../../src/connect/chatwoot/run.ts';
import type { ChatwootSettings } from '../../src/connect/chatwoot/state.ts';
import { connect, copyOnce } from '../../src/connect/connect.ts';
import { readConnection } from '../../src/connect/connections.ts';
import { silentProgress } from '../../src/connect/progress.ts';
import type { Work } from '../../src/connect/source.ts';
import type { Time } from '../../src/connect/time.ts';
import type { Database } from '../../src/database/client.ts';
import { freshDatabase } from '../harness/database.ts';
import { type ChatwootStub, stubToken } from './chatwoot-stub-state.ts';
import { passingTime } from './passing-time.ts';
import { storedRows } from './stored.ts';

function settingsFor(stub: ChatwootStub, changed: Partial<ChatwootSettings> = {}): ChatwootSettings {
  return {
    url: stub.url,
    account: 1,
    publicUrl: 'https://chat.example.com',
    tokenEnv: 'CHATWOOT_TOKEN',
    types: {},
    rate: 100_000,
    ...changed,
  };
}

export function surroundingsFor(time: Time) {
  return {
    environment: { CHATWOOT_TOKEN: stubToken },
    time,
    signal: new AbortController().signal,
    progress: silentProgress,
    onSent: () => {},
  };
}

/** Runs `connect chatwoot --once` in this process. */
export async function copyFrom(
  stub: ChatwootStub,
  database: Database,
  time: Time = passingTime(stub),
  changed: Partial<ChatwootSettings> = {},
): Promise<Work> {
  const surroundings = surroundingsFor(time);
  const settings = settingsFor(stub, changed);
  const { connection } = await connect(database, chatwoot, settings, { as: 'acme' }, surroundings);
  return copyOnce(database, connection, surroundings);
}

/** Makes the stub deliver below an address; returns the lines that tell of it. */
export async function registerAt(
  stub: ChatwootStub,
  database: Database,
  webhookUrl: string,
  as = 'acme',
): Promise<readonly string[]> {
  const surroundings = surroundingsFor(passingTime(stub));
  const options = { as, webhookUrl };
  return (await connect(database, chatwoot, settingsFor(stub), options, surroundings)).lines;
}

/** The copy holds what a new copy of the stub would. */
export async function expectSameAsNewCopy(stub: ChatwootStub, database: Database): Promise<void> {
  const other = await freshDatabase();
  try {
    await copyFrom(stub, other);
    const [ours, theirs] = [await storedRows(database), await storedRows(other)];
    // A first copy knows nothing of what was deleted before.
    const isAlive = (row: string): boolean => !row.includes('"deleted":true');
    expect(ours['conversations']?.filter(isAlive)).toEqual(theirs['conversations']);
    expect(ours['threads']).toEqual(theirs['threads']);
    expect(ours['ratings']).toEqual(theirs['ratings']);
    expect(ours['field_values']).toEqual(theirs['field_values']);
  } finally {
    await other.close();
  }
}

/** What the work on the copied account has in its hands. */
export async function runOf(stub: ChatwootStub, database: Database): Promise<Run> {
  const connection = await readConnection(database, 'acme');
  if (!connection) throw new Error('there is no connection');
  return openRun(database, connection, surroundingsFor(passingTime(stub)));
}
