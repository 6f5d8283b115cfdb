import { expect, test, vi } from 'vitest';
import { haproxyProgram } from '../harness/fleet.ts';
import { tryFleet } from '../harness/fleet-trial.ts';
import { pgbouncerProgram } from '../harness/pgbouncer.ts';

// Whole processes are started again and again here, where a server, haproxy and PgBouncer are there. The long trial is
// test/load/processes.ts.
vi.setConfig({ testTimeout: 300_000 });

const serverUrl = process.env['TEST_DATABASE_URL'] ?? '';
const haproxy = haproxyProgram ?? '';
const isThere = serverUrl !== '' && haproxy !== '' && pgbouncerProgram !== undefined;

test.runIf(isThere)('processes are restarted one after the other, and no request fails', async () => {
  const fault = 'restarted one after the other';
  const trial = await tryFleet({ serverUrl, haproxy, processes: 2, lanes: 4, seconds: 1, fault });
  expect(trial).toMatchObject({ wrong: [], failed: [], failedInKilled: [], faults: 2, log: '' });
  expect(trial.answered).toBeGreaterThan(20);
  expect(trial.written).toBeGreaterThan(5);
});

test.runIf(isThere)('processes are killed, no number is wrong and only their requests fail', async () => {
  const fault = 'killed at random';
  const trial = await tryFleet({ serverUrl, haproxy, processes: 3, lanes: 4, seconds: 15, fault });
  expect(trial).toMatchObject({ wrong: [], failed: [] });
  expect(trial.faults).toBeGreaterThan(0);
  expect(trial.failedInKilled.length).toBeLessThanOrEqual(trial.faults * 4);
  expect(trial.answered).toBeGreaterThan(20);
});
