import { connect, copyOnce } from '../../src/connect/connect.ts';
import { silentProgress } from '../../src/connect/progress.ts';
import { rocketchat } from '../../src/connect/rocketchat/rocketchat.ts';
import type { RocketchatSettings } from '../../src/connect/rocketchat/state.ts';
import type { Work } from '../../src/connect/source.ts';
import { realTime, type Time } from '../../src/connect/time.ts';
import type { Database } from '../../src/database/client.ts';

const stubUser = 'admin-id';
const stubToken = 'CANARY-personal-access-token';

const usualSettings: RocketchatSettings = {
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

function surroundingsFor(time: Time) {
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
