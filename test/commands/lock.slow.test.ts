import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockDataDir } from '../../src/database/lock.ts';
import { UsageError } from '../../src/usage-error.ts';
import { runCommand, startCommand } from '../harness/command.ts';

// Of the embedded database alone, so whatever server the other tests run on, these make one in a folder.
let environment: { DATA_DIR: string; PORT: string; LOG_LEVEL: string };

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'deskgraph-lock-'));
  environment = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' };
});

afterAll(() => rm(environment.DATA_DIR, { recursive: true }));

const inUse = (pid: number | undefined): string =>
  `DATA_DIR ${environment.DATA_DIR} is in use by process ${pid}; stop that process or set another DATA_DIR`;

/** Claims the database for a process, as if it had been killed since. */
async function leaveClaim(pid: number, start: string, host: string): Promise<string> {
  const name = `deskgraph.pid.${pid}.${start}.${randomUUID()}.${host}`;
  await writeFile(join(environment.DATA_DIR, name), '');
  return name;
}

test('the embedded database serves one process; a second one names it and ends', async () => {
  const server = startCommand(['serve'], environment);
  let printed = '';
  for await (const chunk of server.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    printed += chunk;
    if (printed.includes('dashboard')) break;
  }
  expect(printed).toMatch(/^deskgraph answers at (http:\/\/127\.0\.0\.1:\d+)\/graphql\ndashboard at \1\/\n$/);

  const second = await runCommand(['migrate'], environment);
  expect(second).toEqual({
    code: 2,
    stdout: '',
    stderr: `deskgraph: ${inUse(server.pid)}\n`,
  });

  server.kill('SIGTERM');
  expect(await once(server, 'exit')).toEqual([0, null]);
  expect((await runCommand(['migrate'], environment)).code).toBe(0);
});

test.each([
  // Process numbers end far below this one.
  ['is gone', 999_999_999, ''],
  // As in a container that was killed: the first process of the next one has the same number.
  ['had the number of one that runs', process.pid, '1'],
])('a claim left behind by a process that %s is removed', async (_case, pid, start) => {
  await leaveClaim(pid, start, hostname());
  expect((await runCommand(['migrate'], environment)).code).toBe(0);
  expect(await readdir(environment.DATA_DIR)).toEqual(['pgdata']);
});

test('a process on another host is believed to run', async () => {
  const name = await leaveClaim(1, '1', 'elsewhere');
  expect(await runCommand(['migrate'], environment)).toEqual({
    code: 2,
    stdout: '',
    stderr: `deskgraph: DATA_DIR ${environment.DATA_DIR} is in use by process 1 on elsewhere, or ${name} in it was left behind; stop that process or set another DATA_DIR\n`,
  });
  expect(await readdir(environment.DATA_DIR)).toEqual([name, 'pgdata']);
  await rm(join(environment.DATA_DIR, name));
});

// Processes in two containers may have the same number too.
test('of many claims at once at most one is granted, and only it can be given back', async () => {
  const { DATA_DIR } = environment;
  const release = await lockDataDir(DATA_DIR);
  const refusal = { status: 'rejected', reason: new UsageError(inUse(process.pid)) };
  const others = Array.from({ length: 5 }, () => lockDataDir(DATA_DIR));
  expect(await Promise.allSettled(others)).toEqual(others.map(() => refusal));
  await release();
  const claims = await Promise.allSettled(Array.from({ length: 5 }, () => lockDataDir(DATA_DIR)));
  const granted = claims.filter(({ status }) => status === 'fulfilled');
  expect(granted.length).toBeLessThanOrEqual(1);
  for (const claim of claims) if (claim.status === 'fulfilled') await claim.value();
  await (await lockDataDir(DATA_DIR))();
});
