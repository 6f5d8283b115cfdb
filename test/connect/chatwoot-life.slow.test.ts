import { expect, test } from 'vitest';
import { readConnection } from '../../src/connect/connections.ts';
import { keepLive } from '../../src/connect/keep-live.ts';
import { statusLines } from '../../src/connect/status.ts';
import { freshDatabase } from '../harness/database.ts';
import { hasChatwootData } from './chatwoot-data.ts';
import { life } from './chatwoot-life.ts';
import { copyFrom, expectSameAsNewCopy, surroundingsFor } from './chatwoot-run.ts';
import { startChatwootStub } from './chatwoot-stub.ts';
import { passingTime } from './passing-time.ts';

const minute = 60_000;

/** All is found within an hour and a bit: what no list and no time of change tells is found by the check. */
const patienceMinutes = 75;

test.skipIf(!hasChatwootData)(
  'after a day of life the copy is as the source',
  { timeout: 600_000 },
  async () => {
    const stub = await startChatwootStub();
    const database = await freshDatabase();
    try {
      await copyFrom(stub, database);
      await live(stub, database);
      await expectSameAsNewCopy(stub, database);
      const connection = await readConnection(database, 'acme');
      if (!connection) throw new Error('there is no connection');
      const lines = await statusLines(database, connection, stub.now * 1000);
      expect(lines.join('\n')).toContain('last check: equal');
      expect(lines.join('\n')).not.toMatch(/error|not stored/);
    } finally {
      await stub.close();
      await database.close();
    }
  },
);

/** Keeps the copy live while what is to happen happens, each at its time, and then until everything must be found. */
async function live(
  stub: Awaited<ReturnType<typeof startChatwootStub>>,
  database: Awaited<ReturnType<typeof freshDatabase>>,
): Promise<void> {
  const time = passingTime(stub);
  const start = time.now();
  const pending = [...life];
  const ending = new AbortController();
  const end = start + ((life.at(-1)?.[0] ?? 0) + patienceMinutes) * minute;
  const sleep: typeof time.sleep = async (milliseconds, signal) => {
    // Fifteen seconds are one: nobody waits for less here.
    await time.sleep(Math.max(milliseconds, 15_000), signal);
    while (pending[0] && time.now() >= start + pending[0][0] * minute) pending.shift()?.[1](stub);
    if (time.now() >= end) ending.abort();
  };
  const failures: unknown[] = [];
  const surroundings = { ...surroundingsFor({ now: time.now, sleep }), signal: ending.signal };
  await keepLive(database, 'acme', surroundings, (error) => failures.push(error));
  expect(failures).toEqual([]);
  expect(pending).toEqual([]);
}
