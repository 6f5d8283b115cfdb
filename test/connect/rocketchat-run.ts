import { connect, copyOnce } from '../../src/connect/connect.ts';
import { readConnection } from '../../src/connect/connections.ts';
import { silentProgress } from '../../src/connect/progress.ts';
import { rocketchat } from '../../src/connect/rocketchat/rocketchat.ts';
import type { RocketchatSettings } from '../../src/connect/rocketchat/state.ts';
import type { Work } from '../../src/connect/source.ts';
import { realTime, type Time } from '../../src/connect/time.ts';
import type { Database } from '../../src/database/client.ts';
import { type RocketchatStub, stubToken, stubUser } from './rocketchat-stub-state.ts';

export const usualSettings: RocketchatSettings = {
  publicUrl: 'https://chat.example.com',
  userIdEnv: 'ROCKETCHAT_USER_ID',
  tokenEnv: 'ROCKETCHAT_AUTH_TOKEN',
  timeZone: 'UTC',
  takesMessages: true,
  takesTransfers: false,
  bots: 'auto',
  botNames: [],
  takesFields: true,
  storesText: false,
  keepsSubjects: true,
  rate: 100_000,
  isComplete: false,
};

/** Time that passes at once wherever somebody waits, and with it the stub's. */
export function passingTime(stub: RocketchatStub): Time & { readonly waited: number[] } {
  const waited: number[] = [];
  return {
    waited,
    now: () => stub.now,
    sleep: async (milliseconds) => {
      waited.push(milliseconds);
      stub.now += milliseconds;
    },
  };
}

export function surroundingsFor(time: Time) {
  return {
    environment: { ROCKETCHAT_USER_ID: stubUser, ROCKETCHAT_AUTH_TOKEN: stubToken },
    time,
    signal: new AbortController().signal,
    progress: silentProgress,
    onSent: () => {},
  };
}

/** Runs `connect rocketchat --as rc --once` in this process. */
export async function copyFrom(
  database: Database,
  changed: Partial<RocketchatSettings>,
  time: Time = realTime,
): Promise<Work> {
  const surroundings = surroundingsFor(time);
  const settings = { ...usualSettings, ...changed };
  const { connection } = await connect(database, rocketchat, settings, { as: 'rc' }, surroundings);
  return copyOnce(database, connection, surroundings);
}

/** Takes the copied account up, as a server does. */
export async function openCopy(database: Database, time: Time, between?: () => Promise<void>): Promise<Work> {
  const connection = await readConnection(database, 'rc');
  if (!connection) throw new Error('there is no connection');
  return rocketchat.open(database, connection, { ...surroundingsFor(time), between });
}

/** Does one of the tasks of the work. */
export async function runTask({ tasks, save }: Work, name: 'poll' | 'reconcile'): Promise<void> {
  await tasks.find((task) => task.name === name)?.run();
  await save();
}
