import { connect, copyOnce } from '../../src/connect/connect.ts';
import { readConnection } from '../../src/connect/connections.ts';
import { helpscout } from '../../src/connect/helpscout/helpscout.ts';
import { openRun } from '../../src/connect/helpscout/open.ts';
import type { Run } from '../../src/connect/helpscout/run.ts';
import { defaultSwitches, type HelpScoutSettings } from '../../src/connect/helpscout/state.ts';
import { silentProgress } from '../../src/connect/progress.ts';
import type { Work } from '../../src/connect/source.ts';
import type { Time } from '../../src/connect/time.ts';
import type { Database } from '../../src/database/client.ts';
import { stubApp } from './helpscout-stub.ts';
import type { HelpScoutStub } from './helpscout-stub-state.ts';
import { passingTime } from './passing-time.ts';

function settingsFor(changed: Partial<HelpScoutSettings>): HelpScoutSettings {
  return {
    appIdEnv: 'HELPSCOUT_APP_ID',
    appSecretEnv: 'HELPSCOUT_APP_SECRET',
    timeZone: 'Europe/Paris',
    mailboxes: [],
    rate: 100_000,
    switches: defaultSwitches,
    ...changed,
  };
}

function surroundingsFor(stub: HelpScoutStub, time: Time = passingTime(stub)) {
  return {
    environment: { ...stubApp, HELPSCOUT_API_URL: stub.url },
    time,
    signal: new AbortController().signal,
    progress: silentProgress,
    onSent: () => {},
  };
}

/** Runs `connect helpscout --once` in this process. */
export async function copyFrom(
  stub: HelpScoutStub,
  database: Database,
  time: Time = passingTime(stub),
  changed: Partial<HelpScoutSettings> = {},
): Promise<Work> {
  const surroundings = surroundingsFor(stub, time);
  const { connection } = await connect(database, helpscout, settingsFor(changed), { as: 'hs' }, surroundings);
  return copyOnce(database, connection, surroundings);
}

/** What the work on the copied account has in its hands. */
export async function runOf(stub: HelpScoutStub, database: Database): Promise<Run> {
  const connection = await readConnection(database, 'hs');
  if (!connection) throw new Error('there is no connection');
  return openRun(database, connection, surroundingsFor(stub));
}
